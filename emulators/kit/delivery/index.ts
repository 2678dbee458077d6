import { type Clock, createAlarm } from "../clock";
import type { Memory } from "../memory";
import { conclude, enqueue, openQueue, pause, reschedule } from "./queue";
import { createSender } from "./sender";
import type { Delivery, DeliveryRules, Publication, Redelivery, Sending, Sent } from "./types";

/** Delivers webhooks by the gateway's rules, and by hand. */
export type Post = {
  targets(): string[];
  aim(urls: string[]): void;
  publish(event: Publication): void;
  list(match: Partial<Pick<Delivery, "orderId" | "eventId" | "state">>): Delivery[];
  /** Newest first. */
  latest(match: Partial<Pick<Delivery, "orderId">>, limit: number): Delivery[];
  pause(orderId: string | null, paused: boolean): void;
  redeliver(id: string, how: Redelivery): Promise<Sent[] | null>;
  send(body: unknown, headers: Record<string, string>): Promise<Sent[]>;
  start(): void;
  stop(): void;
};

export function createPost(memory: Memory, clock: Clock, rules: DeliveryRules): Post {
  const queue = openQueue(memory, clock, rules);
  const { deliveries, targets } = queue;
  const sender = createSender(clock, rules, () => alarm.check());
  const alarm = createAlarm(clock, nextDue, sendDue);
  let stopped = false;

  function nextDue() {
    return sender.free() > 0 ? deliveries.nextDue("nextAt") : null;
  }

  function sendDue() {
    for (const delivery of deliveries.due("nextAt", clock.now(), sender.free())) {
      deliveries.save({ ...delivery, nextAt: null });
      void attempt(delivery, { transmissionId: delivery.transmissionId, retried: delivery.attempts });
    }
  }

  async function attempt({ id, target, body }: Delivery, sending: Sending): Promise<number | null> {
    const status = await sender.send({ target, body, deliveryId: id }, sending);
    if (!stopped) {
      conclude(queue, id, status);
      alarm.check();
    }
    return status;
  }

  async function redeliver(id: string, { times, atOnce, newTransmissionId }: Redelivery) {
    const delivery = deliveries.get(id);
    if (!delivery) return null;
    const sendings = Array.from({ length: times }, (_, index) => async () => {
      const transmissionId = newTransmissionId ? rules.transmissionId() : delivery.transmissionId;
      const status = await attempt(delivery, { transmissionId, retried: delivery.attempts + index });
      return { target: delivery.target, transmissionId, status };
    });
    return atOnce ? Promise.all(sendings.map((send) => send())) : inTurn(sendings);
  }

  async function sendTo(target: string, body: unknown, headers: Record<string, string>): Promise<Sent> {
    const transmissionId = rules.transmissionId();
    const status = await sender.send({ target, body, headers }, { transmissionId, retried: 0 });
    return { target, transmissionId, status };
  }

  function start() {
    reschedule(queue, sender.isSending);
    alarm.check();
  }

  return {
    targets: () => targets.read(),
    aim: (urls) => targets.write(urls),
    publish(event) {
      enqueue(queue, event);
      alarm.check();
    },
    list: (match) => deliveries.find(match),
    latest: (match, limit) => deliveries.latest(match, limit),
    pause(orderId, on) {
      pause(queue, orderId, on);
      start();
    },
    redeliver,
    send: (body, headers) => Promise.all(targets.read().map((target) => sendTo(target, body, headers))),
    start,
    stop() {
      stopped = true;
      alarm.stop();
      sender.stop();
    },
  };
}

async function inTurn<Result>(steps: (() => Promise<Result>)[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const step of steps) results.push(await step());
  return results;
}
