import {
  headOf,
  type Link,
  linksAfter,
  lockedHead,
  newTransfers,
  place,
  sealAnew,
  unplaced,
  unsealed,
} from "@/db/chain";
import { type ChainName, sealOf } from "@/db/seal";
import { settingIn, settingOf } from "@/db/settings";
import { db, type Tx, transaction } from "@/db/store";
import { chainKey, drawChainKey } from "../../db/chain-key";
import { now } from "../clock";
import { log } from "../log";

export const chainNames = ["audit_log", "transfers"] as const satisfies ChainName[];

/** A fault in a chain. `row` is an ID, or the places between which rows are missing. */
export type Fault = { row: string; is: "changed" | "missing" | "not_sealed" | "not_as_it_was" };

/** A head that was recorded elsewhere: how many rows there were, and the seal of the last one. */
export type Head = { seq: number; seal: string };

const batch = 500;
/** How many faults of a chain are listed. With a wrong key every row is one. */
const mostFaults = 1_000;

/**
 * Checks every row of a chain against its seal, its place and the previous row. `earlier` is a head from a log or an
 * earlier check: everything up to it must still exist. Returns the first faults and how many were found. Throws if the
 * key is not available.
 */
export async function verifyChain(
  name: ChainName,
  earlier?: Head,
): Promise<{ head: Head; faults: Fault[]; found: number }> {
  const key = await transaction(chainKey);
  if (!key) throw new Error("SESSION_SECRET does not open the key of the chains.");
  const head = await headOf(db, name);
  const faults: Fault[] = [];
  let found = 0;
  const tell = (fault: Fault) => {
    found += 1;
    if (faults.length < mostFaults) faults.push(fault);
  };
  let [seq, before, sealKnown] = [0, "", true];
  const missing = (from: number, to: number) =>
    tell({ row: from === to ? `place ${from}` : `places ${from} to ${to}`, is: "missing" });
  for (;;) {
    const links = await linksAfter(db, name, { after: seq, upTo: head.seq, limit: batch });
    for (const link of links) {
      const at = link.seq ?? 0;
      if (at !== seq + 1) {
        missing(seq + 1, at - 1);
        sealKnown = false;
      }
      // The row after a gap was sealed together with a row that is gone, so only the gap can be reported.
      if (sealKnown && link.seal !== sealOf(key, name, link.said, { seq: at, before }))
        tell({ row: link.id, is: "changed" });
      if (at === earlier?.seq && link.seal !== earlier.seal) tell({ row: link.id, is: "not_as_it_was" });
      [seq, before, sealKnown] = [at, link.seal ?? "", true];
    }
    if (links.length < batch) break;
  }
  const end = Math.max(head.seq, earlier?.seq ?? 0);
  if (seq < end) missing(seq + 1, end);
  else if (before !== head.seal) tell({ row: "the last row", is: "not_as_it_was" });
  for (let after: Link | undefined; ; ) {
    const waiting = await unplaced(db, name, { after, limit: batch });
    for (const link of waiting)
      if (name === "audit_log" || !isSealedAlone(key, link)) tell({ row: link.id, is: "not_sealed" });
    if (waiting.length < batch) break;
    after = waiting.at(-1);
  }
  return { head: { seq: head.seq, seal: head.seal }, faults, found };
}

/** Gives newly posted transfers their places in the chain. Returns how many. */
export async function sealTransfers(): Promise<number> {
  for (let after: Link | undefined; ; ) {
    if ((await newTransfers(db, { after, limit: 1 })).length === 0) return 0;
    const { sealed, last } = await transaction((tx) => sealSome(tx, after));
    if (sealed > 0 || !last) return sealed;
    // A page of rows the shop did not seal must not block the rows after it.
    after = last;
  }
}

async function sealSome(tx: Tx, after: Link | undefined) {
  const key = await chainKey(tx);
  if (!key) return { sealed: 0 };
  // Lock before reading, so that rows another instance is placing already have their places.
  await lockedHead(tx, "transfers");
  const posted = await newTransfers(tx, { after, limit: batch });
  // Rows the shop did not seal itself are left for the check to report.
  const own = posted.filter((link) => isSealedAlone(key, link));
  if (own.length > 0) await place(tx, "transfers", own);
  return { sealed: own.length, last: posted.at(-1) };
}

const isSealedAlone = (key: Buffer, { seal, said }: Link) => seal === sealOf(key, "transfers", said);

/**
 * Adds rows without a seal to their chains: once, the rows of a release without chains, and later the rows an operator
 * has reviewed. Returns how many per chain.
 */
export async function adopt(): Promise<Record<ChainName, number>> {
  const taken = { audit_log: 0, transfers: 0 };
  for (const name of chainNames)
    for (let n = batch; n === batch; taken[name] += n) n = await transaction((tx) => adoptSome(tx, name));
  return taken;
}

async function adoptSome(tx: Tx, name: ChainName): Promise<number> {
  // A chain without rows has no head yet: a shop may still be moved into such a database.
  if (!(await chainKey(tx)) || (await unsealed(tx, name, 1)).length === 0) return 0;
  await lockedHead(tx, name);
  const links = await unsealed(tx, name, batch);
  if (links.length > 0) await place(tx, name, links);
  return links.length;
}

/**
 * Reseals both chains with a newly drawn key in one transaction, for a key that may have leaked. The shop must be
 * stopped, since a running instance would continue with the old key, and no transfer may be waiting for its place.
 * Throws if a row was modified; nothing has changed then.
 */
export async function exchangeChainKey(): Promise<void> {
  for (const name of chainNames) {
    const { faults } = await verifyChain(name);
    if (faults.length > 0 || (await unplaced(db, name, { after: undefined, limit: 1 })).length > 0)
      throw new Error(`Rows of ${name} are not as they were written, or have no place yet: npm run verify.`);
  }
  await transaction(async (tx) => {
    const keys = await drawChainKey(tx);
    for (const name of chainNames) await sealAnew(tx, name, keys);
  });
}

const begun = "chains_begun";

/** Adopts the existing rows on the first start with chains, and never again. */
export async function adoptOnce(): Promise<void> {
  if ((await settingOf(db, begun)) !== undefined) return;
  const taken = await adopt();
  await transaction((tx) => settingIn(tx, begun, () => now().toISOString()));
  if (taken.audit_log + taken.transfers > 0) log.info({ taken }, "rows of an earlier release were sealed");
}

/** Logs where the chains end, so that rows cut off later are missed. */
export async function tellHeads(): Promise<void> {
  for (const name of chainNames) {
    const { seq, seal } = await headOf(db, name);
    log.info({ chain: name, seq, seal }, "the chain ends here");
  }
}
