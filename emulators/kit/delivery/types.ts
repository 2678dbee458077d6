/** A webhook event, before it is addressed to anyone. */
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
  /** The status of the last answer; null if none has come. */
  lastStatus: number | null;
  dueAt: number | null;
  nextAt: number | null;
};

/** The delivery rules that differ between gateways. */
export type DeliveryRules = {
  retryAfterMinutes: readonly number[];
  timeoutMs: number;
  accepted(status: number): boolean;
  transmissionId(): string;
  headers(sending: Sending & { now: number; text: string }): Record<string, string>;
};

/** One request of a delivery, and how many came before it. */
export type Sending = {
  transmissionId: string;
  retried: number;
};

/** What came of one request; a null status means no answer. */
export type Sent = {
  target: string;
  transmissionId: string;
  status: number | null;
};

export type Redelivery = {
  times: number;
  atOnce: boolean;
  newTransmissionId: boolean;
};
