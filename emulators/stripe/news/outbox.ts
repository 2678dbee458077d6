import type { EventType, Told } from "../entities/told";

export interface News {
  type: EventType;
  object: Told;
  orderId: string | null;
  /** Which payment it is about: events of one lane are sent one after another. */
  lane: string;
  previous: Record<string, unknown> | null;
}

export interface Asking {
  id: string;
  idempotencyKey: string | null;
}

/** The news of the act that is running, and the request that it answers. Acts are synchronous: there is one. */
export interface Outbox {
  running: boolean;
  asking: Asking | null;
  news: News[];
}

export function createOutbox(): Outbox {
  return { running: false, asking: null, news: [] };
}
