import { and, asc, eq, gt, inArray, isNotNull, lt, lte, or, sql } from "drizzle-orm";
import { newId } from "@/lib/clock";
import { type StaffLetter, staffLetters } from "./schema";
import type { Reader, Tx } from "./store";

type News = Pick<StaffLetter, "news" | "by" | "about">;

/** Queues a letter to each of these addresses; they are sent afterward. */
export const queueStaffLetters = async (tx: Tx, addresses: string[], news: News, now: Date) => {
  for (const toAddress of addresses)
    await tx
      .insert(staffLetters)
      .values({ id: newId("mail"), toAddress, ...news, state: "new", tries: 0, createdAt: now, nextAt: now });
};

/** Letters that are due. */
export const dueStaffLetters = (db: Reader, now: Date, limit: number) =>
  db
    .select({ id: staffLetters.id })
    .from(staffLetters)
    .where(and(eq(staffLetters.state, "new"), lte(staffLetters.nextAt, now)))
    .orderBy(asc(staffLetters.nextAt))
    .limit(limit);

/** Takes the lease on a letter until `until` and counts the try; undefined if another worker holds it. */
export const leaseStaffLetter = async (tx: Tx, id: string, now: Date, until: Date) =>
  (
    await tx
      .update(staffLetters)
      .set({ nextAt: until, tries: sql`${staffLetters.tries} + 1` })
      .where(and(eq(staffLetters.id, id), eq(staffLetters.state, "new"), lte(staffLetters.nextAt, now)))
      .returning()
  )[0];

/** Stores the result of a try: sent, given up, or to be tried again later. Not stored if a later try has begun. */
export const endStaffLetterTry = (
  tx: Tx,
  { id, tries }: StaffLetter,
  values: Partial<Pick<StaffLetter, "state" | "note" | "nextAt" | "sentAt">>,
) =>
  tx
    .update(staffLetters)
    .set(values)
    .where(and(eq(staffLetters.id, id), eq(staffLetters.state, "new"), eq(staffLetters.tries, tries)));

/** Starts over every letter that was given up or has failed a try. Returns how many there were. */
export const reviveStaffLetters = async (tx: Tx, now: Date) =>
  (
    await tx
      .update(staffLetters)
      .set({ state: "new", tries: 0, nextAt: now })
      .where(
        or(
          eq(staffLetters.state, "failed"),
          // Without a note its first try is still in progress.
          and(eq(staffLetters.state, "new"), gt(staffLetters.tries, 0), isNotNull(staffLetters.note)),
        ),
      )
      .returning({ id: staffLetters.id })
  ).length;

/** Deletes letters that were sent or given up and were created before a moment. */
export const deleteStaffLetters = (tx: Tx, before: Date) =>
  tx
    .delete(staffLetters)
    .where(and(inArray(staffLetters.state, ["sent", "failed"]), lt(staffLetters.createdAt, before)));

/** All letters to an address, oldest first. */
export const staffLettersTo = (db: Reader, toAddress: string) =>
  db
    .select()
    .from(staffLetters)
    .where(eq(staffLetters.toAddress, toAddress))
    .orderBy(asc(staffLetters.createdAt), asc(staffLetters.id));
