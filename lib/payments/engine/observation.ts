import type { NewEvent } from "@/db/events";
import type { NewMail } from "@/db/mails";
import type { NewNeed } from "@/db/needs";
import type { EventKind, Order, Payment } from "@/db/schema";
import type { Tx } from "@/db/store";
import type { Snapshot } from "../../gateways/gateway";
import { accountToday } from "./account";

/** What was found out about a payment. */
export type Found =
  | { is: "seen"; snapshot: Snapshot }
  /** The gateway refused, with a code from the closed list. `stillOpen`: another card may be tried. */
  | { is: "declined"; code: string; stillOpen?: boolean }
  /**
   * It is certain that nothing happened, because the gateway refused our request, our account or the caller's input.
   * `failedCharge` is the one of a card before, which is no news.
   */
  | {
      is: "rejected";
      code: string;
      kind: "rejected" | "input";
      stillOpen: boolean;
      failedCharge?: string | undefined;
    }
  /** It is certain that nothing happened, and nobody said why: the gateway was in trouble for too long. */
  | { is: "errored"; code: string; stillOpen: boolean; failedCharge?: string | undefined }
  /** It is certain that nothing happened: the attempt may be asked again. */
  | { is: "nothing"; why: string }
  /** The gateway knows no such payment, and no window can still be open. */
  | { is: "lost" };

/** What a finding changes. */
export type Change = {
  payment: Partial<Omit<Payment, "id" | "version">>;
  order: Partial<Omit<Order, "id" | "version">>;
  events: NewEvent[];
  /** True when this payment now pays the order. */
  wins?: boolean;
  /** Why all that is left of it goes back to the shopper by itself. */
  giveBack?: string;
  refundsDone: string[];
  /** Those that the gateway took on and could not carry out after all. */
  refundsFailed?: string[];
  mails?: Pick<NewMail, "kind" | "cause">[];
  /** What a person must look at. */
  needs?: NewNeed[];
};

/** All that a change is made of: the rows under the lock, the time, and how to tell the story. */
export type Scene = {
  tx: Tx;
  order: Order;
  payment: Payment;
  now: Date;
  event(kind: EventKind, detail?: Record<string, unknown>): NewEvent;
};

/** What a snapshot tells of a payment whatever its state. */
export const observedFields = (payment: Payment, snapshot: Snapshot) => ({
  // Whoever can see it has its account's keys, also where those were rolled.
  account: accountToday(payment.keyPair),
  gatewayPaymentKey: snapshot.paymentKey ?? payment.gatewayPaymentKey,
  gatewaySessionKey: snapshot.sessionKey ?? payment.gatewaySessionKey,
  door: snapshot.door,
  detail: snapshot.detail,
  // In the widget the shopper may choose another way to pay than the one that was prepared.
  method: snapshot.method ?? payment.method,
  depositSecret: snapshot.depositSecret ?? payment.depositSecret,
});
