import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { type InboxRow, payments, webhookInbox } from "./schema";
import { asNumber, first, statement, write } from "./statement";
import type { Reader, Tx } from "./store";

/**
 * Stores news; undefined if it is a duplicate. Its serial is greater than that of all rows committed before, and so
 * greater than any serial noted by a look that began before it arrived.
 */
export const keepNews = first(
  write(webhookInbox, (tx, row: Omit<typeof webhookInbox.$inferInsert, "serial">) =>
    tx
      .insert(webhookInbox)
      .values({ ...row, serial: sql`(SELECT coalesce(max(serial), 0) + 1 FROM webhook_inbox)` })
      .onConflictDoNothing()
      .returning(),
  ),
);

export const newsByKey = first(
  statement((db: Reader, gateway: SQL<InboxRow["gateway"]>, key: SQL<string>) =>
    db
      .select()
      .from(webhookInbox)
      .where(and(eq(webhookInbox.gateway, gateway), eq(webhookInbox.key, key))),
  ),
);

/** When a gateway's last webhook arrived; entries found in the gateway's list do not count. */
export const lastNewsAt = async (db: Reader, gateway: InboxRow["gateway"]): Promise<Date | undefined> =>
  (
    await db
      .select({ at: webhookInbox.receivedAt })
      .from(webhookInbox)
      .where(and(eq(webhookInbox.gateway, gateway), eq(webhookInbox.source, "webhook")))
      .orderBy(desc(webhookInbox.receivedAt))
      .limit(1)
  )[0]?.at;

/** Whether a webhook about this payment arrived. */
export const hasNewsOf = async (db: Reader, paymentId: string): Promise<boolean> =>
  (await anyNewsOf(db, paymentId)).length > 0;

const anyNewsOf = statement((db: Reader, paymentId: SQL<string>) =>
  db
    .select({ id: webhookInbox.id })
    .from(webhookInbox)
    .where(and(eq(webhookInbox.paymentId, paymentId), eq(webhookInbox.source, "webhook")))
    .limit(1),
);

export const newsById = first(
  statement((db: Reader, id: SQL<string>) => db.select().from(webhookInbox).where(eq(webhookInbox.id, id))),
);

const waiting = inArray(webhookInbox.state, ["new", "failed"]);
const free = (now: Date | SQL<Date>) =>
  or(isNull(webhookInbox.leasedUntil), lte(webhookInbox.leasedUntil, now));

/** Which news is due and not leased. */
export const isDueNews = (now: SQL<Date>) => and(waiting, lte(webhookInbox.nextAt, now), free(now));

/** One gateway's news that is due to be processed. */
export const dueNews = statement(
  (db: Reader, now: SQL<Date>, limit: SQL<number>, gateway: SQL<InboxRow["gateway"]>) =>
    db
      .select({ id: webhookInbox.id })
      .from(webhookInbox)
      .where(and(isDueNews(now), eq(webhookInbox.gateway, gateway)))
      .orderBy(asc(webhookInbox.nextAt))
      .limit(asNumber(limit)),
);

/** Takes the lease on a row until `until`; undefined if it is done or another worker holds it. */
export const leaseNews = first(
  statement((tx: Tx, id: SQL<string>, now: SQL<Date>, until: SQL<Date>) =>
    tx
      .update(webhookInbox)
      .set({ leasedUntil: until, tries: sql`${webhookInbox.tries} + 1` })
      .where(and(eq(webhookInbox.id, id), waiting, free(now)))
      .returning(),
  ),
);

/** Notes that a look caused by this row begins; the process may die before its answer arrives. */
export const beginLook = statement((tx: Tx, id: SQL<string>, paymentId: SQL<string>) =>
  tx.update(webhookInbox).set({ paymentId, note: "looking" }).where(eq(webhookInbox.id, id)),
);

type Written = Partial<Pick<InboxRow, "state" | "paymentId" | "note" | "nextAt">>;

export const writeNews = (tx: Tx, id: string, values: Written) => writeValues(tx, values, id);

const writeValues = write(webhookInbox, (tx, values: Written, id: SQL<string>) =>
  tx
    .update(webhookInbox)
    .set({ ...values, leasedUntil: null })
    .where(eq(webhookInbox.id, id)),
);

/**
 * Whether a row about this payment is waiting, and no look that answers it has begun; with `by`, only rows due by then.
 */
export const hasNewsWaiting = async (db: Reader, paymentId: string, by?: Date): Promise<boolean> =>
  (
    await db
      .select({ id: webhookInbox.id })
      .from(webhookInbox)
      .where(
        and(
          eq(webhookInbox.paymentId, paymentId),
          eq(webhookInbox.state, "new"),
          isNull(webhookInbox.note),
          by && lte(webhookInbox.nextAt, by),
          gt(
            webhookInbox.serial,
            sql`(SELECT coalesce(${payments.newsLookedTo}, 0) FROM ${payments} WHERE ${payments.id} = ${paymentId})`,
          ),
        ),
      )
      .limit(1)
  ).length > 0;

/** The notes on news that anybody may have sent. */
const strange = ["not_ours", "not_understood", "wrong_secret"];

/**
 * Deletes news that a gateway without webhook signatures sent before `before` and that was not ours. The newest row
 * stays: its serial tells looks what they have seen, and must not be reused.
 */
export const deleteStrangeNews = (tx: Tx, gateway: InboxRow["gateway"], before: Date) =>
  tx
    .delete(webhookInbox)
    .where(
      and(
        eq(webhookInbox.gateway, gateway),
        eq(webhookInbox.source, "webhook"),
        eq(webhookInbox.state, "done"),
        inArray(webhookInbox.note, strange),
        lte(webhookInbox.receivedAt, before),
        lt(webhookInbox.serial, sql`(SELECT max(serial) FROM webhook_inbox)`),
      ),
    );

/** Erases bodies received before `before`; they may contain personal data. */
export const eraseBodies = (tx: Tx, before: Date) =>
  tx
    .update(webhookInbox)
    .set({ body: null })
    .where(and(lte(webhookInbox.receivedAt, before), isNotNull(webhookInbox.body)));

/** Reopens news for processing; undefined if it is being processed or its body is erased. */
export const reopenNews = async (tx: Tx, id: string, now: Date) =>
  (
    await tx
      .update(webhookInbox)
      // With a note, processing does not stop at what a later look has seen.
      .set({ state: "new", note: "asked_again", nextAt: now, leasedUntil: null })
      .where(and(eq(webhookInbox.id, id), free(now), isNotNull(webhookInbox.body)))
      .returning()
  )[0];
