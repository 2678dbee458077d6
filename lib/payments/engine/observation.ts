import type { NewEvent } from "@/db/events";
import type { NewMail } from "@/db/mails";
import type { NewNeed } from "@/db/needs";
import type { EventKind, Order, Payment, PaymentStatus } from "@/db/schema";
import type { Tx } from "@/db/store";
import type { Snapshot } from "../../gateways/gateway";
import { accountToday } from "./account";
import { detailWithAcquisition } from "./acquisition";
import { stateOfReceipts } from "./cash-receipts";
import { type Happening, happeningOf, moved } from "./state";

/** What we learned about a payment. */
export type Found =
  | { is: "seen"; snapshot: Snapshot }
  /** The gateway declined, with a code from the closed list. `stillOpen`: another card may be tried. */
  | { is: "declined"; code: string; stillOpen?: boolean }
  /**
   * Nothing happened for certain: the gateway rejected our request, our account or the caller's input. `failedCharge`
   * is an earlier card's charge and is recorded so that it does not count as new.
   */
  | {
      is: "rejected";
      code: string;
      kind: "rejected" | "input";
      stillOpen: boolean;
      failedCharge?: string | undefined;
    }
  /** Nothing happened for certain, and no reason was given: the gateway was in trouble for too long. */
  | { is: "errored"; code: string; stillOpen: boolean; failedCharge?: string | undefined }
  /** Nothing happened for certain: the attempt may be confirmed again. */
  | { is: "nothing"; why: string }
  /** The gateway knows no such payment, and no window can still be open. */
  | { is: "lost" };

/**
 * A finding and what it means for the payment as it was read: what happened, and the status that this leads to. `to` is
 * undefined if it cannot follow from the payment's status.
 */
export type Reading = {
  payment: Payment;
  found: Found;
  happening: Happening | "unrecognized" | undefined;
  to: PaymentStatus | undefined;
};

/** Interprets a finding, once for all who act on it. */
export function interpret(payment: Payment, found: Found): Reading {
  const happening = found.is === "seen" ? happeningOf(payment, found.snapshot) : endOf(found);
  const to = happening && happening !== "unrecognized" ? moved(payment.status, happening) : undefined;
  return { payment, found, happening, to };
}

/** What a finding without a snapshot means for the payment. */
function endOf(found: Exclude<Found, { is: "seen" }>): Happening {
  if (found.is === "nothing") return "freed";
  return found.is !== "lost" && found.stillOpen ? "refused" : "declined";
}

/** The changes that follow from a finding. */
export type Change = {
  payment: Partial<Omit<Payment, "id" | "version">>;
  order: Partial<Omit<Order, "id" | "version">>;
  events: NewEvent[];
  /** Whether this payment now pays the order. */
  wins?: boolean;
  /** Why what is left of the payment is refunded automatically. */
  giveBack?: string;
  refundsDone: string[];
  /** Refunds that the gateway accepted and then failed to carry out. */
  refundsFailed?: string[];
  mails?: Pick<NewMail, "kind" | "cause">[];
  /** What an operator must look at. */
  needs?: NewNeed[];
};

/** What a change is built from: the rows under the lock, the time, and a builder for events. */
export type Scene = {
  tx: Tx;
  order: Order;
  payment: Payment;
  now: Date;
  event(kind: EventKind, detail?: Record<string, unknown>): NewEvent;
};

/** A slow payment is under way or a bank holds money: until that ends, nothing else is confirmed for this order. */
export const askingOrder = ({ order, payment }: Scene): Change["order"] =>
  order.askingPaymentId ? {} : { askingPaymentId: payment.id };

/** The fields a snapshot sets whatever the payment's state. */
export const observedFields = (payment: Payment, snapshot: Snapshot) => ({
  // The gateway found it, so today's keys belong to the payment's account, even if they were rolled.
  account: accountToday(payment.keyPair),
  gatewayPaymentKey: snapshot.paymentKey ?? payment.gatewayPaymentKey,
  gatewaySessionKey: snapshot.sessionKey ?? payment.gatewaySessionKey,
  surface: snapshot.surface,
  detail: detailWithAcquisition(payment, snapshot),
  cashReceipt: stateOfReceipts(snapshot.detail.cashReceipts),
  // In the widget the shopper may choose a method other than the one that was prepared.
  method: snapshot.method ?? payment.method,
  depositSecret: snapshot.depositSecret ?? payment.depositSecret,
});
