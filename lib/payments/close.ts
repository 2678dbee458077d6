import { lastCallOf, openCallsOf, writeCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import type { Payment } from "@/db/schema";
import type { Tx } from "@/db/store";

/** Why an account is shut, in the words its gateway keeps. */
const reasons = {
  order_ended: "The order has ended",
  paid_otherwise: "The order was paid in another way",
  replaced: "Another account took its place",
} as const;

/**
 * Writes down that an account into which nobody deposited is to be shut; reconcile asks for it. The order's
 * lock is held by the caller. Nothing is written when that is being asked already.
 */
export async function closeAccount(tx: Tx, payment: Payment, why: keyof typeof reasons, now: Date) {
  const open = await openCallsOf(tx, payment.id);
  if (open.some((call) => call.kind === "close")) return;
  const n = ((await lastCallOf(tx, payment.id, "close"))?.n ?? 0) + 1;
  await writeCall(tx, {
    id: `${payment.id}:close:${n}`,
    paymentId: payment.id,
    refundId: null,
    kind: "close",
    n,
    amount: payment.amount,
    sent: { kind: "close", paymentKey: payment.gatewayPaymentKey ?? "", reason: reasons[why] },
    state: "open",
    unknownWhy: null,
    gatewayCode: null,
    askedAt: now,
    nextAt: now,
    leasedUntil: null,
  });
  await recordEvents(tx, [
    { orderId: payment.orderId, paymentId: payment.id, kind: "account_closing", detail: { why }, at: now },
  ]);
}
