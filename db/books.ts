import { desc, eq, type SQL, sql } from "drizzle-orm";
import { chainKey } from "@/db/chain-key";
import { newId } from "@/lib/clock";
import { insertMany } from "./bulk";
import { orders, transfers } from "./schema";
import { saidByTransfer, sealOf } from "./seal";
import { statement, writeAll } from "./statement";
import type { Reader, Tx } from "./store";

export type NewTransfer = Omit<typeof transfers.$inferInsert, "id" | "seq" | "seal">;

/**
 * Posts transfers; a transfer whose cause is already in the books is not posted again. Each is sealed separately,
 * because orders do not wait for each other; their places in the chain come later.
 */
export async function post(tx: Tx, rows: NewTransfer[]) {
  const made = await sealedAlone(
    tx,
    rows.map((row) => ({ ...row, id: newId("tr") })),
  );
  const [first, ...others] = made;
  return first ? insertTransfers(tx, [first, ...others]) : [];
}

/** Like `post`, for any number of transfers. */
export const postMany = async (tx: Tx, rows: NewTransfer[]) =>
  insertMany(
    tx,
    transfers,
    await sealedAlone(
      tx,
      rows.map((row) => ({ ...row, id: newId("tr") })),
    ),
    { skipKnown: true },
  );

const insertTransfers = writeAll(transfers, (tx, rows: (typeof transfers.$inferInsert)[]) =>
  tx.insert(transfers).values(rows).onConflictDoNothing().returning(),
);

/** Transfers as they are stored, each with a separate seal. */
export async function sealedAlone(tx: Tx, rows: (NewTransfer & { id: string })[]) {
  const key = await chainKey(tx);
  return rows.map((row) => ({ ...row, seal: key ? sealOf(key, "transfers", saidByTransfer(row)) : null }));
}

export const transfersOf = statement((db: Reader, orderId: SQL<string>) =>
  db.select().from(transfers).where(eq(transfers.orderId, orderId)),
);

export const transfersOfPayment = statement((db: Reader, paymentId: SQL<string>) =>
  db.select().from(transfers).where(eq(transfers.paymentId, paymentId)),
);

/** Sums of all transfers by pair of accounts and currency, live and test separate. */
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

/** The `limit` newest orders. */
export const newestOrderIds = async (db: Reader, limit: number) =>
  (await db.select({ id: orders.id }).from(orders).orderBy(desc(orders.createdAt)).limit(limit)).map(
    ({ id }) => id,
  );
