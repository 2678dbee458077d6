import type { CallSent, calls, Payment, Refund } from "@/db/schema";

type NewCall = typeof calls.$inferInsert & { sent: CallSent };

/**
 * A call as it is written down before its gateway is asked. Its id, `<payment>:<kind>:<n>`, is its idempotency key. At
 * `nextAt` somebody finds out what became of it, or asks, if nobody has by then.
 */
export const newCall = (
  payment: Payment,
  sent: CallSent,
  { n = 1, askedAt, nextAt, refund }: { n?: number; askedAt: Date; nextAt: Date; refund?: Refund },
): NewCall => ({
  id: `${payment.id}:${sent.kind}:${n}`,
  paymentId: payment.id,
  refundId: refund?.id ?? null,
  kind: sent.kind,
  n,
  amount: refund?.amount ?? payment.amount,
  sent,
  state: "open",
  unknownWhy: null,
  gatewayCode: null,
  rejection: null,
  askedAt,
  nextAt,
  leasedUntil: null,
});
