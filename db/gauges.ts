import { count, eq, inArray, isNull, min, sql } from "drizzle-orm";
import { lastBackup } from "./backup/rows";
import { calls, dailyLooks, mails, needs, payments, refunds, staffLetters, webhookInbox } from "./schema";
import { allSettlementReads } from "./settlement-reads";
import type { Reader } from "./store";
import { lastVerified } from "./verified";

/** The shop's state for monitoring. Each query reads an index with few entries: what is open or waiting. */
export async function readGauges(db: Reader, live: boolean) {
  const [
    pending,
    stuck,
    unknown,
    waiting,
    letters,
    staff,
    open_,
    inbox,
    looks,
    settlements,
    verified,
    backup,
  ] = await Promise.all([
    db
      .select({ n: count(), since: min(calls.askedAt), due: min(calls.nextAt) })
      .from(calls)
      .where(eq(calls.state, "pending")),
    db.select({ n: count() }).from(calls).where(eq(calls.state, "stuck")),
    db
      .select({ n: count(), since: min(payments.unknownSince) })
      .from(payments)
      .where(sql`${payments.unknownSince} IS NOT NULL`),
    db
      .select({ state: refunds.state, n: count(), since: min(refunds.createdAt) })
      .from(refunds)
      .where(inArray(refunds.state, [...waitingRefunds]))
      .groupBy(refunds.state),
    db
      .select({ state: mails.state, n: count(), since: oldestLetter })
      .from(mails)
      .where(inArray(mails.state, ["new", "failed"]))
      .groupBy(mails.state),
    db
      .select({ n: count(), since: min(staffLetters.createdAt) })
      .from(staffLetters)
      .where(eq(staffLetters.state, "new")),
    db
      .select({ reason: needs.reason, n: count(), since: min(needs.openedAt) })
      .from(needs)
      .where(isNull(needs.closedAt))
      .groupBy(needs.reason),
    db
      .select({ state: webhookInbox.state, n: count(), due: min(webhookInbox.nextAt) })
      .from(webhookInbox)
      .where(inArray(webhookInbox.state, ["new", "failed"]))
      .groupBy(webhookInbox.state),
    db.select().from(dailyLooks).where(eq(dailyLooks.live, live)),
    allSettlementReads(db, live),
    lastVerified(db),
    lastBackup(db),
  ]);
  return {
    calls: { pending: one(pending), stuck: stuck[0]?.n ?? 0 },
    unknown: one(unknown),
    refunds: waiting,
    letters,
    staffLetters: one(staff),
    needs: open_,
    inbox,
    looks,
    settlements,
    backedUpAt: backup?.finishedAt ?? undefined,
    verified,
  };
}

const oldestLetter = sql<Date | null>`min(coalesce(${mails.startedAgainAt}, ${mails.createdAt}))`.mapWith(
  mails.createdAt,
);

export const waitingRefunds = ["waiting_for_approval", "waiting_for_account", "queued", "asked"] as const;

export type Gauges = Awaited<ReturnType<typeof readGauges>>;

function one<T>([row]: T[]): T {
  if (!row) throw new Error("A count has one row.");
  return row;
}
