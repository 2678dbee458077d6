import { and, asc, desc, eq, gt, isNull, like, lte, or, type SQL, sql } from "drizzle-orm";
import { newId } from "@/lib/clock";
import { type Mail, mails } from "./schema";
import { asNumber, statement, write } from "./statement";
import type { Reader, Tx } from "./store";

export type NewMail = {
  orderId: string;
  paymentId?: string | undefined;
  kind: Mail["kind"];
  /** What it tells of; the same thing of the same order is told once. */
  cause: string;
  /** When it may be sent: now, unless it is better to wait whether it is still worth telling. */
  sendAt: Date;
  now: Date;
};

/** Writes down a letter to the shopper in the unit of work that makes it true; it is sent afterward. */
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

const insertMail = write((tx, row: typeof mails.$inferInsert) =>
  tx.insert(mails).values(row).onConflictDoNothing(),
);

const waiting = eq(mails.state, "new");
const free = (now: Date | SQL<Date>) => or(isNull(mails.leasedUntil), lte(mails.leasedUntil, now));

/** Letters whose time has come and that nobody is sending. */
export const dueMails = statement((db: Reader, now: SQL<Date>, limit: SQL<number>) =>
  db
    .select({ id: mails.id })
    .from(mails)
    .where(and(waiting, lte(mails.nextAt, now), free(now)))
    .orderBy(asc(mails.nextAt))
    .limit(asNumber(limit)),
);

/** Keeps others off a letter until `until` and counts the try; undefined when another has it. */
export const leaseMail = async (tx: Tx, id: string, now: Date, until: Date) =>
  (
    await tx
      .update(mails)
      .set({ leasedUntil: until, tries: sql`${mails.tries} + 1` })
      .where(and(eq(mails.id, id), waiting, lte(mails.nextAt, now), free(now)))
      .returning()
  )[0];

/** Puts a leased letter off, with a note when it was a try that failed; else the try does not count. */
export const putOffMail = (tx: Tx, { id, tries }: Mail, nextAt: Date, failed: { note: string } | undefined) =>
  tx
    .update(mails)
    .set({ nextAt, leasedUntil: null, ...(failed ?? { tries: tries - 1 }) })
    // Whoever kept it past the lease has nothing to say of the try that followed.
    .where(and(eq(mails.id, id), waiting, eq(mails.tries, tries)));

type End = Pick<Mail, "state"> & Partial<Pick<Mail, "note" | "sentAt">>;

/** Ends a letter: it is out, has nothing left to tell, or is given up. */
export const endMail = (tx: Tx, id: string, end: End) =>
  tx
    .update(mails)
    .set({ note: null, ...end, leasedUntil: null })
    .where(and(eq(mails.id, id), waiting));

/** Has every letter that was given up or waits after a try tried again from the beginning; answers how many there were. */
export const reviveMails = async (tx: Tx, now: Date) =>
  (
    await tx
      .update(mails)
      .set({ state: "new", tries: 0, nextAt: now })
      .where(or(eq(mails.state, "failed"), and(waiting, gt(mails.tries, 0), free(now))))
      .returning({ id: mails.id })
  ).length;

/** True when a letter of this kind about something whose name begins like this was written down. */
export const wasWritten = async (db: Reader, orderId: string, kind: Mail["kind"], begins: string) =>
  (
    await db
      .select({ id: mails.id })
      .from(mails)
      .where(and(eq(mails.orderId, orderId), eq(mails.kind, kind), like(mails.cause, `${begins}%`)))
      .limit(1)
  ).length > 0;

/** The letters of an order, newest first. */
export const mailsOf = (db: Reader, orderId: string) =>
  db.select().from(mails).where(eq(mails.orderId, orderId)).orderBy(desc(mails.createdAt));
