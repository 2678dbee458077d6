import type { Dossier } from "./dossier";

/** Which fields of an event's detail are included; free text is not among them. */
const told = ["amount", "captured", "currency", "method", "code", "refund_id", "key", "order_id"];

/**
 * An order as it may be shown to a gateway's support or to developers: what happened and when, with no personal data of
 * the shopper. Every value is picked here, so a column added to a table stays out. The gateway's keys are included
 * because its support asks for them; without the shop's secret key they give no access. Free text, such as the reason
 * for a refund, is left out because it may name somebody.
 */
export const supportBundle = ({ order, status, ...about }: Dossier) => ({
  order: orderIn(order, status),
  items: about.items.map(itemIn),
  payments: about.payments.map(paymentIn),
  refunds: about.refunds.map(refundIn),
  calls: about.calls.map(callIn),
  events: about.events.map(eventIn),
  transfers: about.transfers.map(transferIn),
  webhooks: about.news.map(webhookIn),
  mails: about.mails.map(mailIn),
  disputes: about.disputes.map(disputeIn),
  cancel_requests: about.cancelRequests.map(cancelRequestIn),
  needs: about.needs.map(needIn),
  audit: about.audit.map(auditEntryIn),
});

type Row<Name extends keyof Dossier> = Dossier[Name] extends readonly (infer One)[] ? One : never;

const orderIn = (order: Dossier["order"], status: Dossier["status"]) => ({
  number: order.number,
  status,
  stored_status: order.status,
  amount: order.amount,
  currency: order.currency,
  live: order.live,
  locale: order.locale,
  asking_payment_id: order.askingPaymentId,
  winner_payment_id: order.winnerPaymentId,
  stock_taken: order.stockTaken,
  version: order.version,
  created_at: order.createdAt,
  expires_at: order.expiresAt,
  paid_at: order.paidAt,
  shipped_at: order.shippedAt,
  shipping: order.shipping,
  courier: order.courier,
});

const itemIn = ({ sku, quantity, unitPrice, restocked }: Row<"items">) => ({
  sku,
  quantity,
  unit_price: unitPrice,
  restocked,
});

const paymentIn = (payment: Row<"payments">) => ({
  id: payment.id,
  attempt: payment.attempt,
  gateway: payment.gateway,
  key_pair: payment.keyPair,
  live: payment.live,
  method: payment.method,
  gateway_order_id: payment.gatewayOrderId,
  gateway_payment_key: payment.gatewayPaymentKey,
  gateway_session_key: payment.gatewaySessionKey,
  status: payment.status,
  amount: payment.amount,
  currency: payment.currency,
  captured: payment.captured,
  refunded: payment.refunded,
  refund_pending: payment.refundPending,
  credited: payment.credited,
  fee: payment.fee,
  fee_currency: payment.feeCurrency,
  failure_code: payment.failureCode,
  reversals: payment.reversals,
  look_at: payment.nextLookAt,
  version: payment.version,
  created_at: payment.createdAt,
  approved_at: payment.approvedAt,
});

const refundIn = (refund: Row<"refunds">) => ({
  id: refund.id,
  payment_id: refund.paymentId,
  amount: refund.amount,
  state: refund.state,
  requested_by: refund.requestedBy,
  gateway_transaction: refund.gatewayTransaction,
  failure_code: refund.failureCode,
  created_at: refund.createdAt,
  decided_at: refund.decidedAt,
  done_at: refund.doneAt,
});

const callIn = (call: Row<"calls">) => ({
  id: call.id,
  kind: call.kind,
  refund_id: call.refundId,
  amount: call.amount,
  state: call.state,
  unknown_why: call.unknownWhy,
  gateway_code: call.gatewayCode,
  asked_at: call.askedAt,
  next_at: call.nextAt,
});

const eventIn = (event: Row<"events">) => ({
  at: event.at,
  kind: event.kind,
  payment_id: event.paymentId,
  request_id: event.requestId,
  detail: Object.fromEntries(Object.entries(event.detail).filter(([name]) => told.includes(name))),
});

const transferIn = (transfer: Row<"transfers">) => ({
  at: transfer.at,
  payment_id: transfer.paymentId,
  debit: transfer.debit,
  credit: transfer.credit,
  amount: transfer.amount,
  currency: transfer.currency,
  cause: transfer.cause,
  transaction: transfer.transaction,
});

const webhookIn = ({ id, gateway, key, state, note, tries, at, paymentId }: Row<"news">) => ({
  id,
  gateway,
  key,
  state,
  note,
  tries,
  received_at: at,
  payment_id: paymentId,
});

const mailIn = ({ kind, state, tries, createdAt, sentAt }: Row<"mails">) => ({
  kind,
  state,
  tries,
  created_at: createdAt,
  sent_at: sentAt,
});

const disputeIn = (dispute: Row<"disputes">) => ({
  id: dispute.id,
  payment_id: dispute.paymentId,
  amount: dispute.amount,
  currency: dispute.currency,
  state: dispute.state,
  gateway_status: dispute.gatewayStatus,
  answer_by: dispute.answerBy,
  created_at: dispute.createdAt,
  closed_at: dispute.closedAt,
});

const cancelRequestIn = ({ id, state, createdAt, decidedAt }: Row<"cancelRequests">) => ({
  id,
  state,
  created_at: createdAt,
  decided_at: decidedAt,
});

const needIn = (need: Row<"needs">) => ({
  id: need.id,
  reason: need.reason,
  detail: need.detail,
  [need.subject]: need.subjectId,
  opened_at: need.openedAt,
  closed_at: need.closedAt,
  closed_by: need.closedBy,
  closed_how: need.closedHow,
});

const auditEntryIn = ({ id, at, actor, action, requestId }: Row<"audit">) => ({
  id,
  at,
  actor,
  action,
  request_id: requestId,
});
