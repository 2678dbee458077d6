import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { type InboxRow, payments, webhookInbox } from "./schema";
import { asNumber, first, statement, write } from "./statement";
import type { Reader, Tx } from "./store";

/**
 * Keeps news; undefined when they are a duplicate. Their serial is greater than that of all rows committed before, and so
 * than all that a look noted which began before they came.
 */
export const keepNews = first(
  write((tx, row: Omit<typeof webhookInbox.$inferInsert, "serial">) =>
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

/** When the last webhook of a gateway came; what its list told of counts for nothing. */
export const lastNewsAt = async (db: Reader, gateway: InboxRow["gateway"]): Promise<Date | undefined> =>
  (
    await db
      .select({ at: webhookInbox.receivedAt })
      .from(webhookInbox)
      .where(and(eq(webhookInbox.gateway, gateway), eq(webhookInbox.source, "webhook")))
      .orderBy(desc(webhookInbox.receivedAt))
      .limit(1)
  )[0]?.at;

/** True when a webhook about this payment came. */
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

/** One gateway's news to be worked on whose time has come. */
export const dueNews = statement(
  (db: Reader, now: SQL<Date>, limit: SQL<number>, gateway: SQL<InboxRow["gateway"]>) =>
    db
      .select({ id: webhookInbox.id })
      .from(webhookInbox)
      .where(and(waiting, lte(webhookInbox.nextAt, now), free(now), eq(webhookInbox.gateway, gateway)))
      .orderBy(asc(webhookInbox.nextAt))
      .limit(asNumber(limit)),
);

/** Keeps others off a row until `until`; undefined when it is done or another has it. */
export const leaseNews = first(
  statement((tx: Tx, id: SQL<string>, now: SQL<Date>, until: SQL<Date>) =>
    tx
      .update(webhookInbox)
      .set({ leasedUntil: until, tries: sql`${webhookInbox.tries} + 1` })
      .where(and(eq(webhookInbox.id, id), waiting, free(now)))
      .returning(),
  ),
);

/** Notes that a look on account of this row begins; what comes before its answer may be cut off. */
export const beginLook = statement((tx: Tx, id: SQL<string>, paymentId: SQL<string>) =>
  tx.update(webhookInbox).set({ paymentId, note: "looking" }).where(eq(webhookInbox.id, id)),
);

type Written = Partial<Pick<InboxRow, "state" | "paymentId" | "note" | "nextAt">>;

export const writeNews = (tx: Tx, id: string, values: Written) => writeValues(tx, values, id);

const writeValues = write((tx, values: Written, id: SQL<string>) =>
  tx
    .update(webhookInbox)
    .set({ ...values, leasedUntil: null })
    .where(eq(webhookInbox.id, id)),
);

/**
 * True when a row about this payment waits to be worked on, and no look that answers it has begun; with `by`, one whose
 * time comes by then.
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

/** What was kept of news that anybody may have sent. */
const strange = ["not_ours", "not_understood", "wrong_secret"];

/**
 * Deletes what a gateway that does not sign its news told before `before` and was none of ours. The newest row stays: its
 * serial tells looks what they have seen, and must not be given away again.
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

/** Erases bodies received before `before`; they may name people. */
export const eraseBodies = (tx: Tx, before: Date) =>
  tx
    .update(webhookInbox)
    .set({ body: null })
    .where(and(lte(webhookInbox.receivedAt, before), isNotNull(webhookInbox.body)));

/** Has news worked on once more; undefined where they are being worked on, or their body is erased. */
export const reopenNews = async (tx: Tx, id: string, now: Date) =>
  (
    await tx
      .update(webhookInbox)
      // With a note the work does not stop at what a later look has seen.
      .set({ state: "new", note: "asked_again", nextAt: now, leasedUntil: null })
      .where(and(eq(webhookInbox.id, id), free(now), isNotNull(webhookInbox.body)))
      .returning()
  )[0];
