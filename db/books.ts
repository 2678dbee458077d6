import { eq, sql } from "drizzle-orm";
import { newId } from "@/lib/clock";
import { transfers } from "./schema";
import type { Reader, Tx } from "./store";

export type NewTransfer = Omit<typeof transfers.$inferInsert, "id">;

/** Posts transfers; one whose cause is in the books already is not posted again. */
export const post = (tx: Tx, rows: NewTransfer[]) =>
  tx
    .insert(transfers)
    .values(rows.map((row) => ({ ...row, id: newId("tr") })))
    .onConflictDoNothing()
    .returning();

export const transfersOf = (db: Reader, orderId: string) =>
  db.select().from(transfers).where(eq(transfers.orderId, orderId));

export const transfersOfPayment = (db: Reader, paymentId: string) =>
  db.select().from(transfers).where(eq(transfers.paymentId, paymentId));

/** Sums of all transfers by pair of accounts and currency, live and test apart. */
export const totals = (db: Reader) =>
  db
    .select({
      live: transfers.live,
      currency: transfers.currency,
      debit: transfers.debit,
      credit: transfers.credit,
      amount: sql`sum(${transfers.amount})`.mapWith(Number),
    })
    .from(transfers)
    .groupBy(transfers.live, transfers.currency, transfers.debit, transfers.credit);
