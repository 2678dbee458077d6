import type { EventType, Told } from "./told";

/** Something that happened, with the object as it was at that moment. */
export type Event = {
  id: string;
  type: EventType;
  orderId: string | null;
  object: Told;
  previous: Record<string, unknown> | null;
  request: { id: string; idempotencyKey: string | null } | null;
  createdAt: number;
};
