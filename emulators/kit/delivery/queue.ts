import { randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import type { Collection, Memory, Setting } from "../memory";
import { minutes } from "../time";
import type { Delivery, DeliveryRules, Event, Publication } from "./types";

const deliveriesKept = 20_000;

/** Every delivery, and the settings that decide when the pending ones are sent. */
export type Queue = {
  clock: Clock;
  rules: DeliveryRules;
  deliveries: Collection<Delivery>;
  targets: Setting<string[]>;
  paused: Setting<{ everything: boolean; orders: string[] }>;
  /** How many were added since the start. */
  added: number;
};

export function openQueue(memory: Memory, clock: Clock, rules: DeliveryRules): Queue {
  return {
    clock,
    rules,
    deliveries: memory.collection("deliveries", ["orderId", "nextAt", "state", "eventId", "lane"]),
    targets: memory.setting("webhooks.targets", []),
    paused: memory.setting("webhooks.paused", { everything: false, orders: [] }),
    added: 0,
  };
}

/** Adds a delivery of the event to every target that is subscribed to it. */
export function enqueue(queue: Queue, { delayMs = 0, except = [], ...event }: Publication): void {
  const { clock, rules, deliveries, targets } = queue;
  const dueAt = clock.now() + delayMs;
  for (const target of targets.read().filter((target) => !except.includes(target))) {
    const waitsInLane = event.lane !== undefined && firstsIn(queue, event.lane, target).length > 0;
    deliveries.save({
      id: randomUUID(),
      transmissionId: rules.transmissionId(),
      ...event,
      target,
      attempts: 0,
      state: "pending",
      lastStatus: null,
      dueAt,
      nextAt: waitsInLane || isPaused(queue, event) ? null : dueAt,
    });
    if (++queue.added % 1000 === 0) deliveries.keepNewest(deliveriesKept);
  }
}

/** Records what a request came to: the delivery has arrived, is retried later, or has failed. */
export function conclude(queue: Queue, id: string, status: number | null): void {
  const { clock, rules, deliveries } = queue;
  const delivery = deliveries.get(id);
  if (!delivery) return;
  const delivered = delivery.state === "delivered" || (status !== null && rules.accepted(status));
  const wait = rules.retryAfterMinutes[delivery.attempts];
  const dueAt = delivered || wait === undefined ? null : clock.now() + minutes(wait);
  deliveries.save({
    ...delivery,
    attempts: delivery.attempts + 1,
    state: delivered ? "delivered" : dueAt === null ? "failed" : "pending",
    lastStatus: status,
    dueAt,
    nextAt: isPaused(queue, delivery) ? null : dueAt,
  });
  if (delivery.attempts === 0) callNext(queue, delivery);
}

/** Pauses or resumes the deliveries of one order, or of all. */
export function pause({ paused }: Queue, orderId: string | null, on: boolean): void {
  const { everything, orders } = paused.read();
  const others = orders.filter((known) => known !== orderId);
  if (orderId === null) paused.write({ everything: on, orders });
  else paused.write({ everything, orders: on ? [...others, orderId] : others });
}

/** Recomputes `nextAt` of every pending delivery, after a pause or a restart. */
export function reschedule(queue: Queue, isSending: (id: string) => boolean): void {
  const busy = new Set<string>();
  for (const delivery of queue.deliveries.find({ state: "pending" })) {
    const { id, lane, target, attempts, dueAt } = delivery;
    const place = lane !== undefined && attempts === 0 ? `${target} ${lane}` : null;
    const waits = isPaused(queue, delivery) || (place !== null && busy.has(place));
    if (place !== null) busy.add(place);
    if (!isSending(id)) queue.deliveries.save({ ...delivery, nextAt: waits ? null : dueAt });
  }
}

/** The first attempt is over, so the next event in the lane can be sent. */
function callNext(queue: Queue, { lane, target }: Delivery): void {
  if (lane === undefined) return;
  const [next] = firstsIn(queue, lane, target);
  if (next && !isPaused(queue, next)) queue.deliveries.save({ ...next, nextAt: next.dueAt });
}

/** Deliveries of a lane that no attempt was made for yet. */
function firstsIn({ deliveries }: Queue, lane: string, target: string): Delivery[] {
  const pending = deliveries.find({ lane, state: "pending" });
  return pending.filter((each) => each.attempts === 0 && each.target === target);
}

function isPaused({ paused }: Queue, { orderId }: Pick<Event, "orderId">): boolean {
  const { everything, orders } = paused.read();
  return everything || (orderId !== null && orders.includes(orderId));
}
