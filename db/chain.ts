import { and, asc, eq, gt, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { chainKey } from "@/db/chain-key";
import { auditLog, chainHeads, transfers } from "./schema";
import { type ChainName, type Said, saidByAudit, saidByTransfer, sealOf } from "./seal";
import type { Reader, Tx } from "./store";

/** A row of a chain: its content, and its place and seal if it has them. */
export type Link = { id: string; at: Date; seq: number | null; seal: string | null; said: Said };

/** Where to continue reading: after this row, or from the oldest. */
export type Page = { after: Link | undefined; limit: number };

/** A row's place and seal as stored; both null if the key is unavailable. */
export type Placed = { seq: number | null; seal: string | null };

/**
 * Appends rows to a chain, one after another. Everybody else who appends to it waits until this unit of work ends, so
 * it must be the last lock that a unit takes.
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

/**
 * Seals every row of a chain, and its end, again with another key; places stay the same. Throws, naming the row, if a
 * row's seal does not match the old key: a row somebody tampered with must not get a valid seal.
 */
export async function sealAnew(
  tx: Tx,
  name: ChainName,
  keys: { before: Buffer; after: Buffer },
): Promise<void> {
  const head = await lockedHead(tx, name);
  let [at, old, seal] = [0, "", ""];
  for (;;) {
    const rows = await linksAfter(tx, name, { after: at, upTo: head.seq, limit: 500 });
    for (const row of rows) {
      at += 1;
      const isOwn =
        row.seq === at && row.seal === sealOf(keys.before, name, row.said, { seq: at, before: old });
      if (!isOwn) throw new Error(`${row.id} of ${name} is not as it was written: npm run verify.`);
      [old, seal] = [row.seal ?? "", sealOf(keys.after, name, row.said, { seq: at, before: seal })];
      await writePlace(tx, name, row.id, { seq: at, seal });
    }
    if (rows.length < 500) break;
  }
  if (at !== head.seq || old !== head.seal) throw new Error(`The end of ${name} is missing: npm run verify.`);
  await tx.update(chainHeads).set({ seal }).where(eq(chainHeads.name, name));
}

/** Makes everybody else who appends to a chain wait until this unit of work ends. Returns where the chain ends. */
export async function lockedHead(tx: Tx, name: ChainName): Promise<{ seq: number; seal: string }> {
  const [head] = await tx
    .insert(chainHeads)
    .values({ name, seq: 0, seal: "" })
    .onConflictDoUpdate({ target: chainHeads.name, set: { seq: sql`${chainHeads.seq}` } })
    .returning();
  if (!head) throw new Error(`The chain ${name} has no head.`);
  return head;
}

/** Where a chain ends; seq 0 if it is empty. */
export const headOf = async (db: Reader, name: ChainName): Promise<{ seq: number; seal: string }> =>
  (await db.select().from(chainHeads).where(eq(chainHeads.name, name)))[0] ?? { seq: 0, seal: "" };

/** The next `limit` rows of a chain, up to `upTo`. */
export const linksAfter = (
  db: Reader,
  name: ChainName,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<Link[]> =>
  links(db, name, limit, ({ seq }) => ({ where: and(gt(seq, after), lte(seq, upTo)), order: [asc(seq)] }));

/** Rows without a place in their chain, oldest first. */
export const unplaced = (db: Reader, name: ChainName, { after, limit }: Page): Promise<Link[]> =>
  links(db, name, limit, (table) => ({
    where: and(isNull(table.seq), isLater(table, after)),
    order: oldest(table),
  }));

/** The first `limit` rows with neither a place nor a seal, oldest first. */
export const unsealed = (db: Reader, name: ChainName, limit: number): Promise<Link[]> =>
  links(db, name, limit, (table) => ({
    where: and(isNull(table.seq), isNull(table.seal)),
    order: oldest(table),
  }));

/** Transfers that were sealed when posted and have no place yet, oldest first. */
export const newTransfers = (db: Reader, { after, limit }: Page): Promise<Link[]> =>
  links(db, "transfers", limit, (table) => ({
    where: and(isNull(table.seq), isNotNull(table.seal), isLater(table, after)),
    order: oldest(table),
  }));

type Chained = typeof auditLog | typeof transfers;

const oldest = ({ at, id }: Chained) => [asc(at), asc(id)];

const isLater = ({ at, id }: Chained, after: Link | undefined) =>
  after && or(gt(at, after.at), and(eq(at, after.at), gt(id, after.id)));

async function links(
  db: Reader,
  name: ChainName,
  limit: number,
  which: (table: Chained) => { where: SQL | undefined; order: SQL[] },
): Promise<Link[]> {
  if (name === "audit_log") {
    const { where, order } = which(auditLog);
    const rows = await db
      .select()
      .from(auditLog)
      .where(where)
      .orderBy(...order)
      .limit(limit);
    return rows.map((row) => ({ ...row, said: saidByAudit(row) }));
  }
  const { where, order } = which(transfers);
  const rows = await db
    .select()
    .from(transfers)
    .where(where)
    .orderBy(...order)
    .limit(limit);
  return rows.map((row) => ({ ...row, said: saidByTransfer(row) }));
}

/** Gives existing rows their places. Read them under the lock: other instances place rows too. */
export const place = (tx: Tx, name: ChainName, links: Link[]) =>
  append(
    tx,
    name,
    links,
    ({ said }) => said,
    ({ id }, placed) => writePlace(tx, name, id, placed),
  );

const writePlace = (tx: Tx, name: ChainName, id: string, placed: Placed) =>
  name === "audit_log"
    ? tx.update(auditLog).set(placed).where(eq(auditLog.id, id))
    : tx.update(transfers).set(placed).where(eq(transfers.id, id));
