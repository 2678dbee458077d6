import { seoulDay } from "./calendar";
import type { Fee } from "./fees";
import type { Choice } from "./methods/choices";

/** What the gateway owes for one movement of money, or takes back. The id is the movement's transactionKey. */
export type Settlement = {
  id: string;
  mId: string;
  paymentKey: string;
  orderId: string;
  method: Choice["method"];
  currency: string;
  /** Negative for refunds and reversals. */
  amount: number;
  fees: Fee[];
  /** When the payment was approved, also for a refund of it. */
  approvedAt: number;
  /** The three are null until a card payment that the shop acquires itself is acquired. */
  soldDate: string | null;
  paidOutDate: string | null;
  /** When the row can first be read. */
  appearsAt: number | null;
};

export type SettlementState = "held" | "tomorrow" | "coming" | "paidOut";

/** How far a row is. */
export function settlementState({ appearsAt, paidOutDate }: Settlement, now: number): SettlementState {
  if (appearsAt === null || paidOutDate === null) return "held";
  if (now < appearsAt) return "tomorrow";
  return paidOutDate <= seoulDay(now) ? "paidOut" : "coming";
}
