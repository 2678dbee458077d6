import { and, eq, inArray, isNotNull, isNull, lte, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { calls, type InboxRow, type NeedReason, needs, payments, refunds, webhookInbox } from "./schema";
import type { Reader } from "./store";

/** The moments before which something must be seen by a person, by what it is. */
type Ages = Record<"silence" | "bank" | "hold" | "refund" | "account" | "approval", Date>;

/** True where none of these needs is open of a subject. */
const unseen = (subject: SQLWrapper, ...reasons: NeedReason[]): SQL =>
  sql`NOT EXISTS (SELECT 1 FROM ${needs} WHERE ${needs.subjectId} = ${subject} AND ${inArray(needs.reason, reasons)} AND ${needs.closedAt} IS NULL)`;

/**
 * Orders about which something has not been known for so long that a person must see it, and does not yet. Each query
 * reads an index that has little in it: what is open, under way, waiting or failed.
 */
export async function ordersWithUnknown(db: Reader, ages: Ages, limit: number): Promise<string[]> {
  const ofPayments = (is: SQL | undefined) =>
    db.select({ orderId: payments.orderId }).from(payments).where(is).limit(limit);
  const ofCalls = (is: SQL | undefined) =>
    db
      .select({ orderId: payments.orderId })
      .from(calls)
      .innerJoin(payments, eq(payments.id, calls.paymentId))
      .where(and(eq(calls.state, "open"), is))
      .limit(limit);
  const ofRefunds = (state: "waiting_for_account" | "waiting_for_approval", is: SQL | undefined) =>
    db
      .select({ orderId: refunds.orderId })
      .from(refunds)
      .where(and(eq(refunds.state, state), is))
      .limit(limit);
  const isUnanswered = unseen(payments.id, "unanswered", "setup");
  const hasOpenCall = sql`EXISTS (SELECT 1 FROM ${calls} WHERE ${calls.paymentId} = ${payments.id} AND ${calls.state} = 'open')`;
  const hasUntoldCall = sql`EXISTS (SELECT 1 FROM ${calls} WHERE ${calls.paymentId} = ${payments.id} AND (${calls.state} = 'stuck' OR ${calls.state} = 'open' AND ${calls.toldAt} IS NULL))`;
  const found = await Promise.all([
    ofCalls(and(isNull(calls.toldAt), lte(calls.askedAt, ages.silence), isUnanswered)),
    ofCalls(
      and(
        isNotNull(calls.toldAt),
        isNotNull(calls.refundId),
        lte(calls.askedAt, ages.refund),
        unseen(calls.refundId, "refund_slow"),
      ),
    ),
    ofPayments(
      and(
        lte(payments.unknownSince, ages.silence),
        or(inArray(payments.status, ["confirming", "authorized"]), hasOpenCall),
        isUnanswered,
      ),
    ),
    ofPayments(
      and(
        // As it stands in the partial index.
        sql`${payments.status} IN ('confirming', 'authorized')`,
        or(
          and(
            eq(payments.status, "confirming"),
            lte(payments.createdAt, ages.bank),
            unseen(payments.id, "slow_bank"),
            sql`NOT ${hasUntoldCall}`,
          ),
          and(
            eq(payments.status, "authorized"),
            lte(payments.createdAt, ages.hold),
            unseen(payments.id, "held_long"),
          ),
        ),
      ),
    ),
    ofRefunds(
      "waiting_for_account",
      and(
        lte(
          sql`coalesce(${refunds.decidedAt}, ${refunds.createdAt})`,
          sql.param(ages.account, refunds.createdAt),
        ),
        unseen(refunds.id, "waits_for_account"),
      ),
    ),
    ofRefunds(
      "waiting_for_approval",
      and(lte(refunds.createdAt, ages.approval), unseen(refunds.id, "waits_for_approval")),
    ),
    db
      .select({ orderId: payments.orderId })
      .from(webhookInbox)
      .innerJoin(payments, eq(payments.id, webhookInbox.paymentId))
      .where(
        and(
          eq(webhookInbox.state, "failed"),
          lte(webhookInbox.receivedAt, ages.silence),
          unseen(webhookInbox.paymentId, "news_unanswered"),
        ),
      )
      .limit(limit),
  ]);
  return [...new Set(found.flat().map(({ orderId }) => orderId))];
}

/** News that fail and of which nobody knows which payment they are about, received until `until` and seen by nobody. */
export const strangeNews = (
  db: Reader,
  until: Date,
  limit: number,
): Promise<Pick<InboxRow, "id" | "note">[]> =>
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
    .limit(limit);

/** News of these payments that fail. */
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
