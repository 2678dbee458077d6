import { and, eq, gte, inArray, isNotNull, isNull, lt, not, type SQL, sql } from "drizzle-orm";
import type { Position } from "@/lib/contracts/desk/page";
import { unindexed } from "../columns";
import {
  auditLog,
  type CancelRequest,
  cancelRequests,
  type Dispute,
  disputes,
  type InboxRow,
  mails,
  type NeedReason,
  needs,
  orders,
  payments,
  type Refund,
  refunds,
  strays,
  webhookInbox,
} from "../schema";
import type { Reader } from "../store";
import { also, beyond, nearestFirst } from "./page";

// Each list has a separate index that ends in (when, id), and each of its rows is an index entry.

const ofOrder = {
  orderNumber: orders.number,
  orderName: orders.name,
  customerName: orders.customerName,
  live: orders.live,
};

const ofNeed = { at: needs.openedAt, id: needs.id };

/** Which needs a list shows: those with these reasons, or all others. */
export type NeedsListed = { only: readonly NeedReason[] } | { allBut: readonly NeedReason[] };

// Few needs are open at a time; the index finds those, and the reason is checked on each.
const listed = (which: NeedsListed) =>
  "only" in which
    ? inArray(unindexed(needs.reason), [...which.only])
    : not(inArray(unindexed(needs.reason), [...which.allBut]));

/** What waits for staff, with its reason and its order. */
export const openNeeds = (db: Reader, which: NeedsListed, position: Position | undefined, limit: number) =>
  db
    .select({
      ...ofNeed,
      orderNumber: orders.number,
      amount: payments.amount,
      captured: payments.captured,
      currency: payments.currency,
      reason: needs.reason,
      detail: needs.detail,
      subject: needs.subject,
      subjectId: needs.subjectId,
    })
    .from(needs)
    .leftJoin(orders, eq(orders.id, needs.orderId))
    .leftJoin(payments, eq(payments.id, needs.paymentId))
    .where(and(isNull(needs.closedAt), listed(which), beyond(ofNeed, position)))
    .orderBy(...nearestFirst(ofNeed, position))
    .limit(limit);

/** Open needs about strays, each with what the gateway took. */
export const openStrays = (db: Reader, position: Position | undefined, limit: number) =>
  db
    .select({
      ...ofNeed,
      gateway: strays.gateway,
      paymentKey: strays.paymentKey,
      gatewayOrderId: strays.gatewayOrderId,
      amount: strays.amount,
      refunded: strays.refunded,
      currency: strays.currency,
      paidAt: strays.paidAt,
    })
    .from(needs)
    .innerJoin(strays, eq(strays.id, needs.subjectId))
    .where(and(isNull(needs.closedAt), listed({ only: ["not_in_books"] }), beyond(ofNeed, position)))
    .orderBy(...nearestFirst(ofNeed, position))
    .limit(limit);

const ofPayment = { at: payments.createdAt, id: payments.id };

/** Payments that have cash receipts, in any state. */
export const paymentsWithReceipts = (db: Reader, position: Position | undefined, limit: number) =>
  db
    .select({
      ...ofPayment,
      ...ofOrder,
      amount: payments.captured,
      currency: payments.currency,
      detail: payments.detail,
    })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(isNotNull(payments.cashReceipt), beyond(ofPayment, position)))
    .orderBy(...nearestFirst(ofPayment, position))
    .limit(limit);

const ofRefund = { at: refunds.createdAt, id: refunds.id };

export const refundsInState = (
  db: Reader,
  state: Refund["state"],
  position: Position | undefined,
  limit: number,
) =>
  db
    .select({
      ...ofRefund,
      ...ofOrder,
      gateway: payments.gateway,
      method: payments.method,
      amount: refunds.amount,
      captured: payments.captured,
      currency: payments.currency,
      reason: refunds.reason,
      requestedBy: refunds.requestedBy,
      paymentId: refunds.paymentId,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, refunds.orderId))
    .where(and(eq(refunds.state, state), beyond(ofRefund, position)))
    .orderBy(...nearestFirst(ofRefund, position))
    .limit(limit);

const ofRequest = { at: cancelRequests.createdAt, id: cancelRequests.id };

export const cancelRequestsInState = (
  db: Reader,
  state: CancelRequest["state"],
  position: Position | undefined,
  limit: number,
) =>
  db
    .select({
      ...ofRequest,
      ...ofOrder,
      gateway: orders.gateway,
      method: orders.method,
      amount: orders.amount,
      currency: orders.currency,
      status: orders.status,
      shippedAt: orders.shippedAt,
      reason: cancelRequests.reason,
    })
    .from(cancelRequests)
    .innerJoin(orders, eq(orders.id, cancelRequests.orderId))
    .where(and(eq(cancelRequests.state, state), beyond(ofRequest, position)))
    .orderBy(...nearestFirst(ofRequest, position))
    .limit(limit);

const ofDispute = { at: disputes.createdAt, id: disputes.id };

export const disputesInState = (
  db: Reader,
  state: Dispute["state"],
  position: Position | undefined,
  limit: number,
) =>
  db
    .select({
      ...ofDispute,
      ...ofOrder,
      amount: disputes.amount,
      currency: disputes.currency,
      reason: disputes.reason,
      gatewayStatus: disputes.gatewayStatus,
      answerBy: disputes.answerBy,
    })
    .from(disputes)
    .innerJoin(orders, eq(orders.id, disputes.orderId))
    .where(and(eq(disputes.state, state), beyond(ofDispute, position)))
    .orderBy(...nearestFirst(ofDispute, position))
    .limit(limit);

const ofNews = { at: webhookInbox.receivedAt, id: webhookInbox.id };

const newsColumns = {
  ...ofNews,
  gateway: webhookInbox.gateway,
  key: webhookInbox.key,
  state: webhookInbox.state,
  note: webhookInbox.note,
  tries: webhookInbox.tries,
  nextAt: webhookInbox.nextAt,
  paymentId: webhookInbox.paymentId,
  orderNumber: orders.number,
};

/** Webhooks without their bodies, with the order they are about once that is known. */
export const newsInbox = (
  db: Reader,
  state: InboxRow["state"] | undefined,
  position: Position | undefined,
  limit: number,
) =>
  db
    .select(newsColumns)
    .from(webhookInbox)
    .leftJoin(payments, eq(payments.id, webhookInbox.paymentId))
    .leftJoin(orders, eq(orders.id, payments.orderId))
    .where(and(state && eq(webhookInbox.state, state), beyond(ofNews, position)))
    .orderBy(...nearestFirst(ofNews, position))
    .limit(limit);

export const newsWithBody = async (db: Reader, id: string) =>
  (
    await db
      .select({ ...newsColumns, body: webhookInbox.body })
      .from(webhookInbox)
      .leftJoin(payments, eq(payments.id, webhookInbox.paymentId))
      .leftJoin(orders, eq(orders.id, payments.orderId))
      .where(eq(webhookInbox.id, id))
  )[0];

/** The webhooks about an order's payments, without their bodies, oldest first. */
export const newsOfOrder = (db: Reader, orderId: string) =>
  db
    .select({
      ...ofNews,
      gateway: webhookInbox.gateway,
      key: webhookInbox.key,
      state: webhookInbox.state,
      note: webhookInbox.note,
      tries: webhookInbox.tries,
      paymentId: webhookInbox.paymentId,
    })
    .from(payments)
    .innerJoin(webhookInbox, eq(webhookInbox.paymentId, payments.id))
    .where(eq(payments.orderId, orderId));

type AuditListFilter = {
  actor?: string | undefined;
  subject?: string | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
};

/** Audit entries: of one subject, else of one actor, else all. */
export function auditEntries(
  db: Reader,
  { actor, subject, from, until }: AuditListFilter,
  position: Position | undefined,
  limit: number,
) {
  const led: SQL | undefined =
    subject === undefined
      ? actor === undefined
        ? undefined
        : eq(auditLog.actor, actor)
      : and(eq(auditLog.subject, subject), also(auditLog.actor, actor));
  return db
    .select()
    .from(auditLog)
    .where(
      and(led, from && gte(auditLog.at, from), until && lt(auditLog.at, until), beyond(auditLog, position)),
    )
    .orderBy(...nearestFirst(auditLog, position))
    .limit(limit);
}

/**
 * How many rows wait in each list, counted up to `most`; the exact number beyond that does not matter. Needs shown in
 * another list, such as those for disputes, are counted there.
 */
export async function countWaiting(db: Reader, most: number, elsewhere: readonly NeedReason[]) {
  const upTo = (waiting: SQL) =>
    sql`(SELECT count(*) FROM (SELECT 1 FROM ${waiting} LIMIT ${most}) AS waiting)`.mapWith(Number);
  const [counts] = await db
    .select({
      needs: upTo(sql`${needs} WHERE ${needs.closedAt} IS NULL AND ${listed({ allBut: elsewhere })}`),
      approvals: upTo(sql`${refunds} WHERE ${eq(refunds.state, "waiting_for_approval")}`),
      cancelRequests: upTo(sql`${cancelRequests} WHERE ${eq(cancelRequests.state, "asked")}`),
      disputes: upTo(sql`${disputes} WHERE ${inArray(disputes.state, ["open", "inquiry"])}`),
      failedNews: upTo(sql`${webhookInbox} WHERE ${eq(webhookInbox.state, "failed")}`),
      failedMails: upTo(sql`${mails} WHERE ${eq(mails.state, "failed")}`),
    })
    .from(sql`(SELECT 1) AS one`);
  if (!counts) throw new Error("Nothing was counted.");
  return counts;
}
