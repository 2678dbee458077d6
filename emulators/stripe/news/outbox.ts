import type { EventType, Told } from "../entities/told";

export type News = {
  type: EventType;
  object: Told;
  orderId: string | null;
  /** The payment it is about: events of one lane are sent one after another. */
  lane: string;
  previous: Record<string, unknown> | null;
};

export type Asking = {
  id: string;
  idempotencyKey: string | null;
};

/** The news of the running act, and the request it answers. Acts are synchronous, so there is only one. */
export type Outbox = {
  running: boolean;
  asking: Asking | null;
  news: News[];
};

export function createOutbox(): Outbox {
  return { running: false, asking: null, news: [] };
}
