import { endCallsOf, lastCallOf, openCallsOf, writeCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { endReadyPayments, paymentsOf } from "@/db/payments";
import type { Call, Payment, PaymentStatus } from "@/db/schema";
import type { Tx } from "@/db/store";
import { endNeeds } from "./needs";
import { newCall } from "./new-call";

// A door is whatever may take money without our asking: a page or an intent of the gateway's, an account into which
// somebody may deposit, or money that a bank holds and somebody may capture. An order ends only when all of its doors
// are shut, and the gateway has said so.

/** Why a door is shut, in the words its gateway keeps. */
const reasons = {
  order_ended: "The order has ended",
  paid_otherwise: "The order was paid in another way",
  replaced: "Another one took its place",
  too_many_declines: "Too many cards were declined",
  voided: "The shop called it off",
} as const;

export type CloseReason = keyof typeof reasons;

export const isDoor = ({ status, door }: Payment) =>
  status === "waiting_for_deposit" ||
  status === "requires_action" ||
  status === "authorized" ||
  (status === "ready" && door !== null);

/** True of a call that shuts a page, and not what the page led to. */
export const isOfPage = ({ sent }: Pick<Call, "sent">) =>
  sent.kind === "close" && sent.sessionKey !== undefined;

/**
 * Writes down that the doors of an order are to be shut, but for those that `stays` names; reconcile asks for it. The
 * order's lock is held by the caller. True when there is any.
 */
export async function closeDoors(
  tx: Tx,
  orderId: string,
  why: CloseReason,
  now: Date,
  stays: (payment: Payment) => boolean = () => false,
): Promise<boolean> {
  const doors = (await paymentsOf(tx, orderId)).filter((payment) => isDoor(payment) && !stays(payment));
  for (const door of doors) await closeDoor(tx, door, why, now);
  return doors.length > 0;
}

/**
 * Ends the attempts of an order that can take no money by themselves: all, or all but one, or one gateway's. One whose
 * door is only being opened is among them: nobody was told where it is.
 */
export async function endAttempts(
  tx: Tx,
  orderId: string,
  to: PaymentStatus,
  now: Date,
  which: Parameters<typeof endReadyPayments>[3] = {},
) {
  const ended = await endReadyPayments(tx, orderId, to, which);
  await endCallsOf(
    tx,
    ended.map(({ id }) => id),
    "open",
    "void",
  );
  // What a gateway had not answered about them nobody needs to find out any more.
  if (ended.length > 0) await endNeeds(tx, orderId, now);
}

/** Has one door shut. Nothing is written when that is being asked already. The order's lock is held by the caller. */
export async function closeDoor(tx: Tx, payment: Payment, why: CloseReason, now: Date) {
  const open = await openCallsOf(tx, payment.id);
  if (open.some((call) => call.kind === "close")) return;
  const n = ((await lastCallOf(tx, payment.id, "close"))?.n ?? 0) + 1;
  const sent = {
    kind: "close" as const,
    paymentKey: payment.gatewayPaymentKey ?? "",
    // A page on which a bank has let money be held is over; what it led to is called off by its own name.
    ...(payment.gatewaySessionKey && payment.status !== "authorized"
      ? { sessionKey: payment.gatewaySessionKey }
      : {}),
    reason: reasons[why],
  };
  await writeCall(tx, newCall(payment, sent, { n, askedAt: now, nextAt: now }));
  const kind = payment.status === "waiting_for_deposit" ? "account_closing" : "payment_closing";
  await recordEvents(tx, [
    { orderId: payment.orderId, paymentId: payment.id, kind, detail: { why }, at: now },
  ]);
}
