import { type CallSent, callIdOf, type calls, type Payment, type Refund } from "@/db/schema";

type NewCall = typeof calls.$inferInsert & { sent: CallSent };

/**
 * A call as written before it is sent to the gateway. Its id, `<payment>:<kind>:<n>`, is its idempotency key. At
 * `nextAt` a worker sends it or checks on it, unless it has ended by then.
 */
export const newCall = (
  payment: Payment,
  sent: CallSent,
  { n = 1, askedAt, nextAt, refund }: { n?: number; askedAt: Date; nextAt: Date; refund?: Refund },
): NewCall => ({
  id: callIdOf(payment.id, sent.kind, n),
  paymentId: payment.id,
  refundId: refund?.id ?? null,
  kind: sent.kind,
  n,
  amount: refund?.amount ?? payment.amount,
  sent,
  state: "pending",
  unknownWhy: null,
  gatewayCode: null,
  rejection: null,
  askedAt,
  nextAt,
  leasedUntil: null,
});
