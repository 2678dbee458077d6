import { and, asc, eq, gt, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { chainKey } from "@/lib/chain-key";
import { auditLog, chainHeads, transfers } from "./schema";
import { type ChainName, type Said, saidByAudit, saidByTransfer, sealOf } from "./seal";
import type { Reader, Tx } from "./store";

/** A row of a chain: what it says, its place and its seal, where it has them. */
export type Link = { id: string; seq: number | null; seal: string | null; said: Said };

/** How a row stands in the database once it has its place; both null where the key is not to be had. */
export type Placed = { seq: number | null; seal: string | null };

/**
 * Puts rows at the end of a chain, one after another. Whoever else adds to it waits until this unit of work has ended: it
 * is the last lock that a unit takes.
 */
export async function append<Row>(
  tx: Tx,
  name: ChainName,
  rows: Row[],
  saidBy: (row: Row) => Said,
  write: (row: Row, placed: Placed) => Promise<unknown>,
): Promise<void> {
  const key = await chainKey(tx);
  if (!key) {
    for (const row of rows) await write(row, { seq: null, seal: null });
    return;
  }
  let { seq, seal } = await lockedHead(tx, name);
  for (const row of rows) {
    seq += 1;
    seal = sealOf(key, name, saidBy(row), { seq, before: seal });
    await write(row, { seq, seal });
  }
  await tx.update(chainHeads).set({ seq, seal }).where(eq(chainHeads.name, name));
}

async function lockedHead(tx: Tx, name: ChainName) {
  const [head] = await tx
    .insert(chainHeads)
    .values({ name, seq: 0, seal: "" })
    .onConflictDoUpdate({ target: chainHeads.name, set: { seq: sql`${chainHeads.seq}` } })
    .returning();
  if (!head) throw new Error(`The chain ${name} has no head.`);
  return head;
}

/** Where a chain ends; seq 0 for one that has not begun. */
export const headOf = async (db: Reader, name: ChainName): Promise<{ seq: number; seal: string }> =>
  (await db.select().from(chainHeads).where(eq(chainHeads.name, name)))[0] ?? { seq: 0, seal: "" };

/** The next rows of a chain, up to its head; `limit` of them. */
export async function linksAfter(
  db: Reader,
  name: ChainName,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<Link[]> {
  if (name === "audit_log")
    return (
      await db
        .select()
        .from(auditLog)
        .where(and(gt(auditLog.seq, after), lte(auditLog.seq, upTo)))
        .orderBy(asc(auditLog.seq))
        .limit(limit)
    ).map(auditLink);
  return (
    await db
      .select()
      .from(transfers)
      .where(and(gt(transfers.seq, after), lte(transfers.seq, upTo)))
      .orderBy(asc(transfers.seq))
      .limit(limit)
  ).map(transferLink);
}

/** Rows that have no place in their chain, the oldest first; `limit` of them. */
export async function unplaced(db: Reader, name: ChainName, limit: number): Promise<Link[]> {
  if (name === "audit_log")
    return (
      await db
        .select()
        .from(auditLog)
        .where(isNull(auditLog.seq))
        .orderBy(asc(auditLog.at), asc(auditLog.id))
        .limit(limit)
    ).map(auditLink);
  return (
    await db
      .select()
      .from(transfers)
      .where(isNull(transfers.seq))
      .orderBy(asc(transfers.at), asc(transfers.id))
      .limit(limit)
  ).map(transferLink);
}

/** Transfers that were sealed when they were posted and have no place yet, the oldest first. */
export const newTransfers = async (db: Reader, limit: number): Promise<Link[]> =>
  (
    await db
      .select()
      .from(transfers)
      .where(and(isNull(transfers.seq), isNotNull(transfers.seal)))
      .orderBy(asc(transfers.at), asc(transfers.id))
      .limit(limit)
  ).map(transferLink);

/** Gives rows that are in the database already their places. */
export const place = (tx: Tx, name: ChainName, links: Link[]) =>
  append(
    tx,
    name,
    links,
    ({ said }) => said,
    ({ id }, placed) =>
      name === "audit_log"
        ? tx.update(auditLog).set(placed).where(eq(auditLog.id, id))
        : tx.update(transfers).set(placed).where(eq(transfers.id, id)),
  );

const auditLink = (row: typeof auditLog.$inferSelect): Link => ({ ...row, said: saidByAudit(row) });
const transferLink = (row: typeof transfers.$inferSelect): Link => ({ ...row, said: saidByTransfer(row) });
