import { days, later } from "@/lib/clock";
import type { TrueDispute, TrueIntent, TrueRefund, TrueSession } from "./payment";

// Stripe's objects, as far as our code reads them. Source: Stripe API reference, version 2026-10-28.endive.

export const printSession = (session: TrueSession, deep = true) => ({
  id: session.id,
  object: "checkout.session" as const,
  status: session.status,
  amount_total: session.bill.amount,
  currency: session.bill.currency.toLowerCase(),
  client_reference_id: session.bill.orderId,
  metadata: { order_id: session.bill.orderId },
  url: session.status === "open" ? `https://checkout.example/${session.id}` : null,
  payment_intent: session.intent && (deep ? printIntent(session.intent) : session.intent.id),
});

export const printIntent = (intent: TrueIntent) => ({
  id: intent.id,
  object: "payment_intent" as const,
  status: intent.status,
  amount: intent.bill.amount,
  amount_received: intent.status === "succeeded" ? intent.captured : 0,
  currency: intent.bill.currency.toLowerCase(),
  client_secret: `${intent.id}_secret`,
  metadata: { order_id: intent.bill.orderId },
  last_payment_error: intent.lastError ? { code: intent.lastError } : null,
  next_action: intent.bankUrl ? { redirect_to_url: { url: intent.bankUrl } } : null,
  latest_charge: intent.charge ? printCharge(intent, intent.charge) : null,
});

export const printCharge = (intent: TrueIntent, id: string) => ({
  id,
  object: "charge",
  payment_intent: intent.id,
  metadata: { order_id: intent.bill.orderId },
  created: Math.floor((intent.approvedAt?.getTime() ?? 0) / 1_000),
  captured: intent.status === "succeeded",
  disputed: intent.dispute !== null,
  amount_captured: intent.status === "succeeded" ? intent.captured : 0,
  payment_method_details:
    intent.card === "slow"
      ? { type: "us_bank_account" }
      : {
          type: "card",
          card: {
            brand: "visa",
            last4: "4242",
            ...(intent.status === "requires_capture" && {
              capture_before: Math.floor(later(intent.approvedAt ?? new Date(0), days(7)).getTime() / 1_000),
            }),
          },
        },
  balance_transaction: intent.fee && {
    id: intent.fee.id,
    fee: intent.fee.amount,
    currency: intent.fee.currency.toLowerCase(),
  },
  refunds: { data: intent.refunds.map((refund) => printRefund(intent, refund)), has_more: false },
});

export const printRefund = (intent: TrueIntent, { id, amount, status, reason, refundId }: TrueRefund) => ({
  id,
  object: "refund",
  amount,
  status,
  payment_intent: intent.id,
  reason: "requested_by_customer",
  metadata: (refundId ? { refund_id: refundId, reason } : {}) as Record<string, string>,
});

export const printDispute = (intent: TrueIntent, dispute: TrueDispute) => ({
  id: dispute.id,
  object: "dispute",
  amount: dispute.amount,
  currency: intent.bill.currency.toLowerCase(),
  created: Math.floor(dispute.openedAt.getTime() / 1_000),
  charge: intent.charge,
  payment_intent: intent.id,
  reason: "fraudulent",
  status: dispute.status,
  evidence_details: { due_by: Math.floor(dispute.answerBy.getTime() / 1_000) },
  balance_transactions: dispute.rows.map((row) => ({ ...row, currency: intent.bill.currency.toLowerCase() })),
  metadata: {} as Record<string, string>,
});
