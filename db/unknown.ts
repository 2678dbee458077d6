import { and, eq, inArray, isNotNull, isNull, lte, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { calls, type NeedReason, needs, payments, refunds, webhookInbox } from "./schema";
import { asNumber, statement } from "./statement";
import type { Reader } from "./store";

/** The times before which something must have begun, or a hold must end, to be brought to staff, by kind. */
type Ages = Record<"silence" | "bank" | "hold" | "capture" | "refund" | "account" | "approval", Date>;

/** True if the subject has no open need with one of these reasons. */
const unseen = (subject: SQLWrapper, ...reasons: NeedReason[]): SQL =>
  sql`NOT EXISTS (SELECT 1 FROM ${needs} WHERE ${needs.subjectId} = ${subject} AND ${inArray(needs.reason, reasons)} AND ${needs.closedAt} IS NULL)`;

const isUnanswered = unseen(payments.id, "unanswered", "setup");
const hasPendingCall = sql`EXISTS (SELECT 1 FROM ${calls} WHERE ${calls.paymentId} = ${payments.id} AND ${eq(calls.state, "pending")})`;
const hasUntoldCall = sql`EXISTS (SELECT 1 FROM ${calls} WHERE ${calls.paymentId} = ${payments.id} AND (${calls.state} = 'stuck' OR ${eq(calls.state, "pending")} AND ${calls.toldAt} IS NULL))`;

const ofPayments = (db: Reader, limit: SQL<number>, is: SQL | undefined) =>
  db.select({ orderId: payments.orderId }).from(payments).where(is).limit(asNumber(limit));
const ofCalls = (db: Reader, limit: SQL<number>, is: SQL | undefined) =>
  db
    .select({ orderId: payments.orderId })
    .from(calls)
    .innerJoin(payments, eq(payments.id, calls.paymentId))
    .where(and(eq(calls.state, "pending"), is))
    .limit(asNumber(limit));
const ofRefunds = (
  db: Reader,
  limit: SQL<number>,
  state: "waiting_for_account" | "waiting_for_approval",
  is: SQL | undefined,
) =>
  db
    .select({ orderId: refunds.orderId })
    .from(refunds)
    .where(and(eq(refunds.state, state), is))
    .limit(asNumber(limit));

type Until = SQL<Date>;

const silentCalls = statement((db: Reader, limit: SQL<number>, until: Until) =>
  ofCalls(db, limit, and(isNull(calls.toldAt), lte(calls.askedAt, until), isUnanswered)),
);

const slowRefunds = statement((db: Reader, limit: SQL<number>, until: Until) =>
  ofCalls(
    db,
    limit,
    and(
      isNotNull(calls.toldAt),
      isNotNull(calls.refundId),
      lte(calls.askedAt, until),
      unseen(calls.refundId, "refund_slow"),
    ),
  ),
);

const silentPayments = statement((db: Reader, limit: SQL<number>, until: Until) =>
  ofPayments(
    db,
    limit,
    and(
      lte(payments.unknownSince, until),
      or(inArray(payments.status, ["confirming", "authorized"]), hasPendingCall),
      isUnanswered,
    ),
  ),
);

const longPayments = statement((db: Reader, limit: SQL<number>, bank: Until, hold: Until, capture: Until) =>
  ofPayments(
    db,
    limit,
    and(
      // Exactly as in the partial index.
      sql`${payments.status} IN ('confirming', 'authorized')`,
      or(
        and(
          eq(payments.status, "confirming"),
          lte(payments.createdAt, bank),
          unseen(payments.id, "slow_bank"),
          sql`NOT ${hasUntoldCall}`,
        ),
        and(
          eq(payments.status, "authorized"),
          isNull(payments.captureBefore),
          lte(payments.createdAt, hold),
          unseen(payments.id, "authorized_long"),
        ),
        and(
          eq(payments.status, "authorized"),
          lte(payments.captureBefore, capture),
          unseen(payments.id, "capture_due"),
        ),
      ),
    ),
  ),
);

const withoutAccount = statement((db: Reader, limit: SQL<number>, until: Until) =>
  ofRefunds(
    db,
    limit,
    "waiting_for_account",
    and(
      lte(sql`coalesce(${refunds.decidedAt}, ${refunds.createdAt})`, until),
      unseen(refunds.id, "waits_for_account"),
    ),
  ),
);

const withoutApproval = statement((db: Reader, limit: SQL<number>, until: Until) =>
  ofRefunds(
    db,
    limit,
    "waiting_for_approval",
    and(lte(refunds.createdAt, until), unseen(refunds.id, "waits_for_approval")),
  ),
);

const failedNews = statement((db: Reader, limit: SQL<number>, until: Until) =>
  db
    .select({ orderId: payments.orderId })
    .from(webhookInbox)
    .innerJoin(payments, eq(payments.id, webhookInbox.paymentId))
    .where(
      and(
        eq(webhookInbox.state, "failed"),
        lte(webhookInbox.receivedAt, until),
        unseen(webhookInbox.paymentId, "news_unanswered"),
      ),
    )
    .limit(asNumber(limit)),
);

/**
 * Orders with something that has been unknown for so long that staff must see it, but for which no need is open yet.
 * Each query reads an index with few entries: what is open, in progress, waiting or failed.
 */
export async function ordersWithUnknown(db: Reader, ages: Ages, limit: number): Promise<string[]> {
  const found = await Promise.all([
    silentCalls(db, limit, ages.silence),
    slowRefunds(db, limit, ages.refund),
    silentPayments(db, limit, ages.silence),
    longPayments(db, limit, ages.bank, ages.hold, ages.capture),
    withoutAccount(db, limit, ages.account),
    withoutApproval(db, limit, ages.approval),
    failedNews(db, limit, ages.silence),
  ]);
  return [...new Set(found.flat().map(({ orderId }) => orderId))];
}

/** Failed news about an unknown payment, received until `until`, with no open need. */
export const strangeNews = statement((db: Reader, until: Until, limit: SQL<number>) =>
  db
    .select({ id: webhookInbox.id, note: webhookInbox.note })
    .from(webhookInbox)
    .where(
      and(
        eq(webhookInbox.state, "failed"),
        isNull(webhookInbox.paymentId),
        lte(webhookInbox.receivedAt, until),
        unseen(webhookInbox.id, "news_unanswered"),
      ),
    )
    .limit(asNumber(limit)),
);

/** Failed news about these payments. */
export const failedNewsOf = async (db: Reader, paymentIds: string[]) =>
  paymentIds.length === 0
    ? []
    : (
        await db
          .select({
            paymentId: webhookInbox.paymentId,
            receivedAt: webhookInbox.receivedAt,
            note: webhookInbox.note,
          })
          .from(webhookInbox)
          .where(and(inArray(webhookInbox.paymentId, paymentIds), eq(webhookInbox.state, "failed")))
      ).flatMap(({ paymentId, ...row }) => (paymentId ? [{ paymentId, ...row }] : []));
