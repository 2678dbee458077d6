import { and, asc, eq, inArray } from "drizzle-orm";
import { type Refund, refunds } from "./schema";
import type { Reader, Tx } from "./store";

export const refundById = async (db: Reader, id: string) =>
  (await db.select().from(refunds).where(eq(refunds.id, id)))[0];

/** All refunds of a payment, oldest first. */
export const refundsOf = (db: Reader, paymentId: string) =>
  db
    .select()
    .from(refunds)
    .where(eq(refunds.paymentId, paymentId))
    .orderBy(asc(refunds.createdAt), asc(refunds.id));

/** The refunds of these payments that wait for their owner to name an account, oldest first. */
export const refundsAwaitingAccount = async (db: Reader, paymentIds: string[]): Promise<Refund[]> =>
  paymentIds.length === 0
    ? []
    : db
        .select()
        .from(refunds)
        .where(and(inArray(refunds.paymentId, paymentIds), eq(refunds.state, "waiting_for_account")))
        .orderBy(asc(refunds.createdAt), asc(refunds.id));

export const insertRefund = async (tx: Tx, refund: typeof refunds.$inferInsert): Promise<Refund> => {
  const [made] = await tx.insert(refunds).values(refund).returning();
  if (!made) throw new Error("The refund was not written.");
  return made;
};

/** Moves a refund that stands in one of `from`; undefined when it does not. */
export const moveRefund = async (
  tx: Tx,
  id: string,
  from: Refund["state"][],
  values: Partial<Omit<Refund, "id">>,
) =>
  (
    await tx
      .update(refunds)
      .set(values)
      .where(and(eq(refunds.id, id), inArray(refunds.state, from)))
      .returning()
  )[0];
