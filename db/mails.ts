import { and, asc, desc, eq, gt, isNull, like, lte, or, type SQL, sql } from "drizzle-orm";
import { newId } from "@/lib/clock";
import { type Mail, mails } from "./schema";
import { asNumber, statement, write } from "./statement";
import type { Reader, Tx } from "./store";

export type NewMail = {
  orderId: string;
  paymentId?: string | undefined;
  kind: Mail["kind"];
  /** What the letter is about; each cause is sent once per order and kind. */
  cause: string;
  /** When it may be sent: now, or later if it may turn out not to be worth sending. */
  sendAt: Date;
  now: Date;
};

/** Queues a letter to the shopper in the unit of work that makes it true; it is sent afterward. */
export const queueMail = (tx: Tx, { sendAt, now, ...mail }: NewMail) =>
  insertMail(tx, {
    id: newId("mail"),
    paymentId: null,
    ...mail,
    state: "new",
    tries: 0,
    createdAt: now,
    nextAt: sendAt,
  });

const insertMail = write(mails, (tx, row: typeof mails.$inferInsert) =>
  tx.insert(mails).values(row).onConflictDoNothing(),
);

const waiting = eq(mails.state, "new");
/** A letter that was sent and started again stays sent, if that turns out not to be worth it. */
export const skipped = sql<Mail["state"]>`CASE WHEN ${mails.sentAt} IS NULL THEN 'skipped' ELSE 'sent' END`;
const free = (now: Date | SQL<Date>) => or(isNull(mails.leasedUntil), lte(mails.leasedUntil, now));

/** Letters that are due and not leased. */
export const dueMails = statement((db: Reader, now: SQL<Date>, limit: SQL<number>) =>
  db
    .select({ id: mails.id })
    .from(mails)
    .where(and(waiting, lte(mails.nextAt, now), free(now)))
    .orderBy(asc(mails.nextAt))
    .limit(asNumber(limit)),
);

/** Takes the lease on a letter until `until` and counts the try; undefined if another worker holds it. */
export const leaseMail = async (tx: Tx, id: string, now: Date, until: Date) =>
  (
    await tx
      .update(mails)
      .set({ leasedUntil: until, tries: sql`${mails.tries} + 1` })
      .where(and(eq(mails.id, id), waiting, lte(mails.nextAt, now), free(now)))
      .returning()
  )[0];

/** Postpones a leased letter: with a note if the try failed, otherwise the try does not count. */
export const putOffMail = (tx: Tx, { id, tries }: Mail, nextAt: Date, failed: { note: string } | undefined) =>
  tx
    .update(mails)
    .set({ nextAt, leasedUntil: null, ...(failed ?? { tries: tries - 1 }) })
    // A worker that outlived its lease must not affect the try that followed.
    .where(and(eq(mails.id, id), waiting, eq(mails.tries, tries)));

/** Skips an order's letters of this kind that wait to be sent. */
export const dropMails = (tx: Tx, orderId: string, kind: Mail["kind"]) =>
  tx
    .update(mails)
    .set({ state: skipped, leasedUntil: null })
    .where(and(eq(mails.orderId, orderId), eq(mails.kind, kind), waiting));

type End = Pick<Mail, "state"> & Partial<Pick<Mail, "note" | "sentAt">>;

/** Ends a letter: it was sent, is no longer worth sending, or is given up. */
export const endMail = (tx: Tx, id: string, end: End) =>
  tx
    .update(mails)
    .set({ note: null, ...end, leasedUntil: null, state: end.state === "skipped" ? skipped : end.state })
    .where(and(eq(mails.id, id), waiting));

/**
 * Starts over a letter that was sent or given up; undefined if it still waits. It keeps the time of its last sending,
 * by which the next one differs.
 */
export const startAgain = async (tx: Tx, id: string, now: Date) =>
  (
    await tx
      .update(mails)
      .set({ state: "new", tries: 0, note: null, nextAt: now, startedAgainAt: now })
      .where(and(eq(mails.id, id), or(eq(mails.state, "sent"), eq(mails.state, "failed"))))
      .returning()
  )[0];

export const mailById = async (db: Reader, id: string) =>
  (await db.select().from(mails).where(eq(mails.id, id)))[0];

/** Starts over every letter that was given up or waits after a try. Returns how many there were. */
export const reviveMails = async (tx: Tx, now: Date) =>
  (
    await tx
      .update(mails)
      .set({ state: "new", tries: 0, nextAt: now, startedAgainAt: now })
      .where(or(eq(mails.state, "failed"), and(waiting, gt(mails.tries, 0), free(now))))
      .returning({ id: mails.id })
  ).length;

/** Whether a letter of this kind was queued whose cause begins like this. */
export const wasWritten = async (db: Reader, orderId: string, kind: Mail["kind"], begins: string) =>
  (
    await db
      .select({ id: mails.id })
      .from(mails)
      .where(and(eq(mails.orderId, orderId), eq(mails.kind, kind), like(mails.cause, `${begins}%`)))
      .limit(1)
  ).length > 0;

/** An order's letters, newest first. */
export const mailsOf = (db: Reader, orderId: string) =>
  db.select().from(mails).where(eq(mails.orderId, orderId)).orderBy(desc(mails.createdAt));
