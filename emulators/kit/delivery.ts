import { randomUUID } from "node:crypto";
import { type Clock, createAlarm } from "./clock";
import type { Memory } from "./memory";

/**
 * One event on its way to one target. `nextAt` equals `dueAt`, or is null while the delivery is paused, in flight or
 * queued.
 */
export type Delivery = Event & {
  id: string;
  transmissionId: string;
  target: string;
  attempts: number;
  state: "pending" | "delivered" | "failed";
  lastStatus: number | null;
  dueAt: number | null;
  nextAt: number | null;
};

export type Event = {
  eventType: string;
  orderId: string | null;
  body: unknown;
  /** The gateway's event id, used to look up its deliveries. */
  eventId?: string;
  /** Events in one lane are sent in sequence: each waits until the one before it was answered or failed. */
  lane?: string;
};

export type Publication = Event & {
  delayMs?: number;
  /** Targets that are not subscribed to it. */
  except?: readonly string[];
};

export type Sent = {
  target: string;
  transmissionId: string;
  status: number | null;
};

/** The delivery rules that differ between gateways. */
export type DeliveryRules = {
  retryAfterMinutes: readonly number[];
  timeoutMs: number;
  accepted(status: number): boolean;
  transmissionId(): string;
  headers(sending: Sending & { now: number; text: string }): Record<string, string>;
};

type Sending = {
  transmissionId: string;
  retried: number;
};

export type Redelivery = {
  times: number;
  atOnce: boolean;
  newTransmissionId: boolean;
};

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

const IN_FLIGHT_MAX = 16;
const DELIVERIES_MAX = 20_000;

export function createPost(memory: Memory, clock: Clock, rules: DeliveryRules): Post {
  const deliveries = memory.collection<Delivery>("deliveries", [
    "orderId",
    "nextAt",
    "state",
    "eventId",
    "lane",
  ]);
  const targets = memory.setting<string[]>("webhooks.targets", []);
  const paused = memory.setting<{ everything: boolean; orders: string[] }>("webhooks.paused", {
    everything: false,
    orders: [],
  });
  const inFlight = new Map<string, AbortController>();
  const alarm = createAlarm(clock, nextDue, sendDue);
  let published = 0;
  let stopped = false;

  function nextDue() {
    return inFlight.size >= IN_FLIGHT_MAX ? null : deliveries.nextDue("nextAt");
  }

  function sendDue() {
    for (const delivery of deliveries.due("nextAt", clock.now(), IN_FLIGHT_MAX - inFlight.size)) {
      deliveries.save({ ...delivery, nextAt: null });
      void attempt(delivery, { transmissionId: delivery.transmissionId, retried: delivery.attempts });
    }
  }

  async function attempt({ id, target, body }: Delivery, sending: Sending): Promise<number | null> {
    const status = await transmit(target, body, sending, {}, id);
    if (!stopped) conclude(id, status);
    return status;
  }

  async function transmit(
    target: string,
    body: unknown,
    sending: Sending,
    moreHeaders: Record<string, string>,
    id: string = randomUUID(),
  ): Promise<number | null> {
    const flight = inFlight.has(id) ? randomUUID() : id;
    const text = JSON.stringify(body);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), rules.timeoutMs);
    inFlight.set(flight, abort);
    try {
      const headers = rules.headers({ ...sending, now: clock.now(), text });
      const response = await fetch(target, {
        method: "POST",
        headers: withoutEmpty({ "content-type": "application/json", ...headers, ...moreHeaders }),
        body: text,
        redirect: "manual",
        signal: abort.signal,
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
      inFlight.delete(flight);
      alarm.check();
    }
  }

  function conclude(id: string, status: number | null) {
    const delivery = deliveries.get(id);
    if (!delivery) return;
    const delivered = delivery.state === "delivered" || (status !== null && rules.accepted(status));
    const wait = rules.retryAfterMinutes[delivery.attempts];
    const dueAt = delivered || wait === undefined ? null : clock.now() + wait * 60_000;
    deliveries.save({
      ...delivery,
      attempts: delivery.attempts + 1,
      state: delivered ? "delivered" : dueAt === null ? "failed" : "pending",
      lastStatus: status,
      dueAt,
      nextAt: isPaused(delivery) ? null : dueAt,
    });
    if (delivery.attempts === 0) callNext(delivery);
    alarm.check();
  }

  /** The first attempt is over, so the next event in the lane can be sent. */
  function callNext({ lane, target }: Delivery) {
    if (lane === undefined) return;
    const [next] = queueOf(lane, target);
    if (next && !isPaused(next)) deliveries.save({ ...next, nextAt: next.dueAt });
  }

  function queueOf(lane: string, target: string) {
    const pending = deliveries.find({ lane, state: "pending" });
    return pending.filter((each) => each.attempts === 0 && each.target === target);
  }

  function isPaused({ orderId }: Pick<Delivery, "orderId">) {
    const { everything, orders } = paused.read();
    return everything || (orderId !== null && orders.includes(orderId));
  }

  /** Recomputes `nextAt` of every pending delivery, after a pause or a restart. */
  function reschedule() {
    const busy = new Set<string>();
    for (const delivery of deliveries.find({ state: "pending" })) {
      const { lane, target, attempts } = delivery;
      const place = lane !== undefined && attempts === 0 ? `${target} ${lane}` : null;
      const waits = isPaused(delivery) || (place !== null && busy.has(place));
      if (place !== null) busy.add(place);
      if (!inFlight.has(delivery.id)) deliveries.save({ ...delivery, nextAt: waits ? null : delivery.dueAt });
    }
    alarm.check();
  }

  return {
    targets: () => targets.read(),
    aim: (urls) => targets.write(urls),
    publish({ delayMs = 0, except = [], ...event }) {
      const dueAt = clock.now() + delayMs;
      for (const target of targets.read().filter((target) => !except.includes(target))) {
        const queued = event.lane !== undefined && queueOf(event.lane, target).length > 0;
        deliveries.save({
          id: randomUUID(),
          transmissionId: rules.transmissionId(),
          ...event,
          target,
          attempts: 0,
          state: "pending",
          lastStatus: null,
          dueAt,
          nextAt: queued || isPaused(event) ? null : dueAt,
        });
        if (++published % 1000 === 0) deliveries.keepNewest(DELIVERIES_MAX);
      }
      alarm.check();
    },
    list: (match) => deliveries.find(match),
    latest: (match, limit) => deliveries.latest(match, limit),
    pause(orderId, on) {
      const { everything, orders } = paused.read();
      const others = orders.filter((known) => known !== orderId);
      if (orderId === null) paused.write({ everything: on, orders });
      else paused.write({ everything, orders: on ? [...others, orderId] : others });
      reschedule();
    },
    async redeliver(id, { times, atOnce, newTransmissionId }) {
      const delivery = deliveries.get(id);
      if (!delivery) return null;
      const sendings = Array.from({ length: times }, (_, index) => async () => {
        const transmissionId = newTransmissionId ? rules.transmissionId() : delivery.transmissionId;
        const status = await attempt(delivery, { transmissionId, retried: delivery.attempts + index });
        return { target: delivery.target, transmissionId, status };
      });
      return atOnce ? Promise.all(sendings.map((send) => send())) : inTurn(sendings);
    },
    send: (body, headers) =>
      Promise.all(
        targets.read().map(async (target) => {
          const transmissionId = rules.transmissionId();
          const status = await transmit(target, body, { transmissionId, retried: 0 }, headers);
          return { target, transmissionId, status };
        }),
      ),
    start: reschedule,
    stop() {
      stopped = true;
      alarm.stop();
      for (const abort of inFlight.values()) abort.abort();
    },
  };
}

/** Drops empty headers, so that a hand-sent webhook can omit a header by setting it to "". */
function withoutEmpty(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ""));
}

async function inTurn<Result>(steps: (() => Promise<Result>)[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const step of steps) results.push(await step());
  return results;
}
