import { asc, eq, getTableColumns } from "drizzle-orm";
import { auditOf } from "../audit";
import { transfersOf } from "../books";
import { eventsOf } from "../events";
import { mailsOf } from "../mails";
import { needsOfOrder } from "../needs";
import { itemsOf } from "../orders";
import { calls, cancelRequests, disputes, payments, refunds } from "../schema";
import type { Reader } from "../store";
import { newsOfOrder } from "./lists";

/**
 * Everything stored about an order, one indexed query per kind, oldest first. What nobody should read is left out:
 * sealed accounts, the secrets that authenticate deposit webhooks, and what opens a card form.
 */
export async function aboutOrder(db: Reader, { id, number }: { id: string; number: string }) {
  const [
    items,
    ofPayments,
    ofRefunds,
    ofCalls,
    events,
    transfers,
    news,
    mails,
    disputed,
    requests,
    needs,
    audit,
  ] = await Promise.all([
    itemsOf(db, id),
    db.select(paymentColumns).from(payments).where(eq(payments.orderId, id)).orderBy(asc(payments.attempt)),
    db.select(refundColumns).from(refunds).where(eq(refunds.orderId, id)),
    db
      .select(getTableColumns(calls))
      .from(payments)
      .innerJoin(calls, eq(calls.paymentId, payments.id))
      .where(eq(payments.orderId, id)),
    eventsOf(db, id),
    transfersOf(db, id),
    newsOfOrder(db, id),
    mailsOf(db, id),
    db
      .select(getTableColumns(disputes))
      .from(payments)
      .innerJoin(disputes, eq(disputes.paymentId, payments.id))
      .where(eq(payments.orderId, id)),
    db
      .select()
      .from(cancelRequests)
      .where(eq(cancelRequests.orderId, id))
      .orderBy(asc(cancelRequests.createdAt)),
    needsOfOrder(db, id),
    auditOf(db, number),
  ]);
  return {
    items,
    payments: ofPayments,
    refunds: oldestFirst(ofRefunds, ({ createdAt }) => createdAt),
    calls: oldestFirst(ofCalls, ({ askedAt }) => askedAt).map(withoutReceipt),
    events,
    transfers: oldestFirst(transfers, ({ at }) => at),
    news: oldestFirst(news, ({ at }) => at),
    mails: mails.toReversed(),
    disputes: oldestFirst(disputed, ({ createdAt }) => createdAt),
    cancelRequests: requests,
    needs,
    audit,
  };
}

const { depositSecret: _secret, surface: _surface, ...paymentColumns } = getTableColumns(payments);
const { account: _account, ...refundColumns } = getTableColumns(refunds);

/** The number on a cash receipt identifies a person and is only for the gateway. */
const withoutReceipt = <Row extends Pick<typeof calls.$inferSelect, "sent">>(call: Row): Row => {
  const { sent } = call;
  if (sent.kind === "issue") return { ...call, sent: { ...sent, cashReceipt: undefined } };
  return sent.kind === "receipt" ? { ...call, sent: { ...sent, registrationNumber: undefined } } : call;
};

const oldestFirst = <Row extends { id: string }>(rows: Row[], at: (row: Row) => Date) =>
  rows.toSorted((a, b) => at(a).getTime() - at(b).getTime() || (a.id < b.id ? -1 : 1));
