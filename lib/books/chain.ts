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

/** What is wrong with a chain. `row` is an id, or says between which places rows are gone. */
export type Fault = { row: string; is: "changed" | "missing" | "not_sealed" | "not_as_it_was" };

/** A head that was written down elsewhere: so many rows there were, and this was the seal of the last. */
export type Head = { seq: number; seal: string };

const batch = 500;

/**
 * Checks every row of a chain against its seal, its place and the row before it. `earlier` is a head from a log or from an
 * earlier check: what had been there must still be there. Throws where the key cannot be had.
 */
export async function verifyChain(name: ChainName, earlier?: Head): Promise<{ head: Head; faults: Fault[] }> {
  const key = await transaction(chainKey);
  if (!key) throw new Error("SESSION_SECRET does not open the key of the chains.");
  const head = await headOf(db, name);
  const faults: Fault[] = [];
  let [seq, before, sealKnown] = [0, "", true];
  const missing = (from: number, to: number) =>
    faults.push({ row: from === to ? `place ${from}` : `places ${from} to ${to}`, is: "missing" });
  for (;;) {
    const links = await linksAfter(db, name, { after: seq, upTo: head.seq, limit: batch });
    for (const link of links) {
      const at = link.seq ?? 0;
      if (at !== seq + 1) {
        missing(seq + 1, at - 1);
        sealKnown = false;
      }
      // The row after a gap was sealed with one that is gone: only the gap can be told.
      if (sealKnown && link.seal !== sealOf(key, name, link.said, { seq: at, before }))
        faults.push({ row: link.id, is: "changed" });
      if (at === earlier?.seq && link.seal !== earlier.seal)
        faults.push({ row: link.id, is: "not_as_it_was" });
      [seq, before, sealKnown] = [at, link.seal ?? "", true];
    }
    if (links.length < batch) break;
  }
  const end = Math.max(head.seq, earlier?.seq ?? 0);
  if (seq < end) missing(seq + 1, end);
  else if (before !== head.seal) faults.push({ row: "the last row", is: "not_as_it_was" });
  for (let after: Link | undefined; ; ) {
    const waiting = await unplaced(db, name, { after, limit: batch });
    for (const link of waiting)
      if (name === "audit_log" || !isSealedAlone(key, link)) faults.push({ row: link.id, is: "not_sealed" });
    if (waiting.length < batch) break;
    after = waiting.at(-1);
  }
  return { head: { seq: head.seq, seal: head.seal }, faults };
}

/** Gives transfers that were posted since the last time their places. Answers how many. */
export async function sealTransfers(): Promise<number> {
  for (let after: Link | undefined; ; ) {
    if ((await newTransfers(db, { after, limit: 1 })).length === 0) return 0;
    const { sealed, last } = await transaction((tx) => sealSome(tx, after));
    if (sealed > 0 || !last) return sealed;
    // A page of rows that the shop did not seal must not keep those behind it from their places.
    after = last;
  }
}

async function sealSome(tx: Tx, after: Link | undefined) {
  const key = await chainKey(tx);
  if (!key) return { sealed: 0 };
  // Before the rows are read: those that another instance is placing have their places then.
  await lockedHead(tx, "transfers");
  const posted = await newTransfers(tx, { after, limit: batch });
  // What the shop did not seal itself is left for the check to name.
  const own = posted.filter((link) => isSealedAlone(key, link));
  if (own.length > 0) await place(tx, "transfers", own);
  return { sealed: own.length, last: posted.at(-1) };
}

const isSealedAlone = (key: Buffer, { seal, said }: Link) => seal === sealOf(key, "transfers", said);

/**
 * Takes rows without a seal into their chains: those of a release that had none, once, and those that an operator has
 * looked at. Answers how many of each.
 */
export async function adopt(): Promise<Record<ChainName, number>> {
  const taken = { audit_log: 0, transfers: 0 };
  for (const name of chainNames)
    for (let n = batch; n === batch; taken[name] += n) n = await transaction((tx) => adoptSome(tx, name));
  return taken;
}

async function adoptSome(tx: Tx, name: ChainName): Promise<number> {
  // A chain of which nothing is there yet has no head: a shop may still be moved into such a database.
  if (!(await chainKey(tx)) || (await unsealed(tx, name, 1)).length === 0) return 0;
  await lockedHead(tx, name);
  const links = await unsealed(tx, name, batch);
  if (links.length > 0) await place(tx, name, links);
  return links.length;
}

/**
 * Seals both chains anew with a key that is drawn for it, in one unit of work: for a key that somebody may know. The shop
 * must stand still, since an instance that runs goes on with the key of before. Transfers that wait for their places must
 * have got them. Throws where a row is not as it was written; then nothing has changed.
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

/** The first start with chains takes over the rows that are there; no later one does. */
export async function adoptOnce(): Promise<void> {
  if ((await settingOf(db, begun)) !== undefined) return;
  const taken = await adopt();
  await transaction((tx) => settingIn(tx, begun, () => now().toISOString()));
  if (taken.audit_log + taken.transfers > 0) log.info({ taken }, "rows of an earlier release were sealed");
}

/** Writes to the log where the chains end, so that what is cut off afterward is missed. */
export async function tellHeads(): Promise<void> {
  for (const name of chainNames) {
    const { seq, seal } = await headOf(db, name);
    log.info({ chain: name, seq, seal }, "the chain ends here");
  }
}
