import { eq, inArray, isNull } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recordAudit } from "@/db/audit";
import { headOf } from "@/db/chain";
import { chainKey, forgetChainKey, keepChainKey } from "@/db/chain-key";
import { auditLog, chainHeads, settings, transfers } from "@/db/schema";
import { type ChainName, saidByTransfer, sealOf } from "@/db/seal";
import { db, transaction } from "@/db/store";
import {
  adopt,
  adoptOnce,
  chainNames,
  exchangeChainKey,
  sealTransfers,
  verifyChain,
} from "@/lib/books/chain";
import { later, now } from "@/lib/clock";
import { env } from "@/lib/settings/env";
import { aPaidPayment } from "./makers";

const { sessionSecrets } = env();
const useSecrets = (given: string[]) => {
  env().sessionSecrets = given;
  forgetChainKey();
};

beforeEach(async () => {
  useSecrets(sessionSecrets);
  await transaction(async (tx) => {
    for (const table of [auditLog, chainHeads]) await tx.delete(table);
    await tx.delete(transfers);
    for (const name of ["chain_key", "chains_begun"])
      await tx.delete(settings).where(eq(settings.name, name));
  });
  await keepChainKey();
});
afterEach(() => useSecrets(sessionSecrets));

const note = (subject: string) =>
  transaction((tx) =>
    recordAudit(tx, {
      actor: "staff:mina",
      action: "refund_asked",
      subject,
      detail: { b: 1, a: { y: ["가", 2.5], x: null }, left: undefined },
      address: "203.0.113.7",
      at: now(),
    }),
  );

/** The ids of five audit log rows, in the order they were written. */
async function fiveNotes(): Promise<string[]> {
  for (const n of [1, 2, 3, 4, 5]) await note(`ORD-${n}`);
  return (await db.select().from(auditLog).orderBy(auditLog.seq)).map(({ id }) => id);
}

async function fourTransfers(): Promise<string[]> {
  for (const _ of [1, 2, 3, 4]) await aPaidPayment();
  await sealTransfers();
  return (await db.select().from(transfers).orderBy(transfers.seq)).map(({ id }) => id);
}

const faultsOf = async (name: ChainName, earlier?: { seq: number; seal: string }) =>
  (await verifyChain(name, earlier)).faults;

describe.each([
  ["audit_log", auditLog, fiveNotes, { subject: "ORD-9" }],
  ["transfers", transfers, fourTransfers, { amount: 1 }],
] as const)("the chain of %s", (name, table, fill, forged) => {
  const change = (id: string, values: object) =>
    transaction((tx) => tx.update(table).set(values).where(eq(table.id, id)));
  const remove = (id: string) => transaction((tx) => tx.delete(table).where(eq(table.id, id)));

  test("reports nothing where nothing was changed", async () => {
    const ids = await fill();
    const { head, faults } = await verifyChain(name);
    expect(faults).toEqual([]);
    expect(head.seq).toBe(ids.length);
  });

  test("names a changed row, and no other", async () => {
    const [, second = ""] = await fill();
    await change(second, forged);
    expect(await faultsOf(name)).toEqual([{ row: second, is: "changed" }]);
  });

  test("misses a row that was removed from the middle", async () => {
    const [, second = ""] = await fill();
    await remove(second);
    expect(await faultsOf(name)).toEqual([{ row: "place 2", is: "missing" }]);
  });

  test("misses the first and the last row", async () => {
    const ids = await fill();
    await remove(ids[0] ?? "");
    await remove(ids.at(-1) ?? "");
    expect(await faultsOf(name)).toEqual([
      { row: "place 1", is: "missing" },
      { row: `place ${ids.length}`, is: "missing" },
    ]);
  });

  test("names two rows that were swapped", async () => {
    const [first = "", second = ""] = await fill();
    await change(first, { seq: 99 });
    await change(second, { seq: 1 });
    await change(first, { seq: 2 });
    expect((await faultsOf(name)).map(({ row }) => row)).toEqual(expect.arrayContaining([first, second]));
  });

  test("names a row whose seal was copied from another", async () => {
    const [first = "", second = ""] = await fill();
    const [standing] = await db.select().from(table).where(eq(table.id, first));
    await change(second, { seal: standing?.seal });
    expect((await faultsOf(name))[0]).toEqual({ row: second, is: "changed" });
  });

  test("names a row that somebody else wrote", async () => {
    const [first = ""] = await fill();
    await change(first, { seq: null, seal: null });
    expect(await faultsOf(name)).toEqual([
      { row: "place 1", is: "missing" },
      { row: first, is: "not_sealed" },
    ]);
  });

  test("does not notice a truncated end on its own, but does with an earlier head", async () => {
    const ids = await fill();
    const earlier = await headOf(db, name);
    await remove(ids.at(-1) ?? "");
    const [last] = await db
      .select()
      .from(table)
      .where(eq(table.id, ids.at(-2) ?? ""));
    const head = { seq: last?.seq ?? 0, seal: last?.seal ?? "" };
    await transaction((tx) => tx.update(chainHeads).set(head).where(eq(chainHeads.name, name)));
    expect(await faultsOf(name)).toEqual([]);
    expect(await faultsOf(name, earlier)).toEqual([{ row: `place ${ids.length}`, is: "missing" }]);
  });

  test("notices a rewritten end with an earlier head", async () => {
    const ids = await fill();
    const earlier = { ...(await headOf(db, name)), seal: "A".repeat(43) };
    expect(await faultsOf(name, earlier)).toEqual([{ row: ids.at(-1), is: "not_as_it_was" }]);
  });
});

test("orders many rows at once, and a rolled-back transaction leaves no gap", async () => {
  const undone = transaction(async (tx) => {
    await recordAudit(tx, {
      actor: "x",
      action: "signed_in",
      subject: "x",
      detail: {},
      address: null,
      at: now(),
    });
    throw new Error("undone");
  });
  await Promise.allSettled([undone, ...Array.from({ length: 12 }, (_, n) => note(`ORD-${n}`))]);
  expect(await verifyChain("audit_log")).toMatchObject({ head: { seq: 12 }, faults: [] });
});

test("more faults than fit into memory are counted, and only the first are listed", async () => {
  const rows = Array.from({ length: 1_003 }, (_, n) => ({
    id: `au_forged_${n}`,
    actor: "x",
    action: "signed_in" as const,
    subject: "x",
    detail: {},
    at: now(),
  }));
  await transaction((tx) => tx.insert(auditLog).values(rows));
  const { faults, found } = await verifyChain("audit_log");
  expect(found).toBe(1_003);
  expect(faults).toHaveLength(1_000);
});

test("instances that number transfers at the same time give each transfer one number", async () => {
  for (const _ of [1, 2, 3]) {
    await aPaidPayment();
    await aPaidPayment();
    await Promise.all([sealTransfers(), sealTransfers(), sealTransfers()]);
  }
  const { head, faults } = await verifyChain("transfers");
  expect(faults).toEqual([]);
  expect(head.seq).toBe(6);
});

test("a transfer that somebody else posts is never sealed, and is named", async () => {
  await fourTransfers();
  const [real] = await db.select().from(transfers).limit(1);
  if (!real) throw new Error("Nothing was posted.");
  const forged = { ...real, id: "tr_forged", transaction: "forged", seq: null, seal: "A".repeat(43) };
  await transaction((tx) => tx.insert(transfers).values(forged));
  await sealTransfers();
  expect(await faultsOf("transfers")).toEqual([{ row: "tr_forged", is: "not_sealed" }]);
});

describe("more forged transfers than one read takes, older than the real ones", () => {
  const real = async () => {
    await aPaidPayment();
    const rows = await db.select().from(transfers);
    const [{ seq: _, seal: __, ...row } = expect.fail("Nothing was posted.")] = rows;
    const forged = Array.from({ length: 501 }, (_, n) => ({
      ...row,
      id: `tr_forged${n}`,
      transaction: `forged${n}`,
      // All at the same moment: paging through them must not skip any.
      at: new Date(0),
      seal: "A".repeat(43),
    }));
    await transaction((tx) => tx.insert(transfers).values(forged));
    return rows.map(({ id }) => id);
  };

  test("delay none of the real ones, and are named", async () => {
    const ids = await real();
    expect(await sealTransfers()).toBe(ids.length);
    const { head, faults } = await verifyChain("transfers");
    expect(head.seq).toBe(ids.length);
    expect(faults).toHaveLength(501);
  });

  test("do not stop rows of an earlier release from being adopted", async () => {
    const ids = await real();
    await transaction((tx) => tx.update(transfers).set({ seal: null }).where(inArray(transfers.id, ids)));
    expect(await adopt()).toMatchObject({ transfers: ids.length });
  });
});

test("a forged row is named behind more than a thousand that wait for their number", async () => {
  await aPaidPayment();
  const [first] = await db.select().from(transfers).limit(1);
  if (!first) throw new Error("Nothing was posted.");
  const key = await transaction(chainKey);
  if (!key) throw new Error("There is no key.");
  const waiting = Array.from({ length: 1_001 }, (_, n) => {
    const row = { ...first, id: `tr_own${n}`, transaction: `own${n}`, seq: null };
    return { ...row, seal: sealOf(key, "transfers", saidByTransfer(row)) };
  });
  const forged = { ...first, id: "tr_forged", transaction: "forged", at: later(first.at, 1), seal: "A" };
  await transaction(async (tx) => {
    for (const rows of [waiting.slice(0, 500), waiting.slice(500), [forged]])
      await tx.insert(transfers).values(rows);
  });
  expect(await faultsOf("transfers")).toEqual([{ row: "tr_forged", is: "not_sealed" }]);
});

test("a transfer that waits for its number is no fault, and a confirm waits for no other order", async () => {
  await aPaidPayment();
  expect(await headOf(db, "transfers")).toMatchObject({ seq: 0 });
  expect(await faultsOf("transfers")).toEqual([]);
  expect(await sealTransfers()).toBeGreaterThan(0);
  expect(await sealTransfers()).toBe(0);
});

describe("another key", () => {
  test("seals everything again: the rows are unchanged, the old key no longer fits, and more can be written", async () => {
    await fiveNotes();
    await fourTransfers();
    const [before, key] = [await headOf(db, "audit_log"), await transaction(chainKey)];
    await exchangeChainKey();
    for (const name of chainNames) expect(await faultsOf(name)).toEqual([]);
    const after = await headOf(db, "audit_log");
    expect(after.seq).toBe(before.seq);
    expect(after.seal).not.toBe(before.seal);
    expect((await transaction(chainKey))?.equals(key ?? Buffer.alloc(0))).toBe(false);
    await fiveNotes();
    expect(await faultsOf("audit_log")).toEqual([]);
    forgetChainKey();
    expect(await faultsOf("transfers")).toEqual([]);
  });

  test("gives no seal to changed rows, and then changes nothing", async () => {
    const [, second = ""] = await fiveNotes();
    await fourTransfers();
    const heads = await Promise.all(chainNames.map((name) => headOf(db, name)));
    await transaction((tx) =>
      tx.update(auditLog).set({ actor: "somebody else" }).where(eq(auditLog.id, second)),
    );
    await expect(exchangeChainKey()).rejects.toThrow("audit_log");
    expect(await faultsOf("audit_log")).toEqual([{ row: second, is: "changed" }]);
    expect(await faultsOf("transfers")).toEqual([]);
    expect(await Promise.all(chainNames.map((name) => headOf(db, name)))).toEqual(heads);
  });
});

describe("rows of an earlier release", () => {
  test("are adopted once, when the shop starts; later rows without a seal are named", async () => {
    const ids = await fiveNotes();
    await fourTransfers();
    await transaction(async (tx) => {
      await tx.update(auditLog).set({ seq: null, seal: null });
      await tx.update(transfers).set({ seq: null, seal: null });
      await tx.delete(chainHeads);
    });
    await adoptOnce();
    expect(await verifyChain("audit_log")).toMatchObject({ head: { seq: 5 }, faults: [] });
    expect((await verifyChain("transfers")).faults).toEqual([]);
    const last = ids.at(-1) ?? "";
    await transaction((tx) =>
      tx.update(auditLog).set({ seq: null, seal: null }).where(eq(auditLog.id, last)),
    );
    await adoptOnce();
    expect(await db.select().from(auditLog).where(isNull(auditLog.seq))).toHaveLength(1);
    await adopt();
    expect(await db.select().from(auditLog).where(isNull(auditLog.seq))).toHaveLength(0);
  });
});

describe("the key", () => {
  const [first, second] = ["first secret, which is long enough", "second secret, which is long too"];

  test("survives a rotation of SESSION_SECRET", async () => {
    await transaction((tx) => tx.delete(settings).where(eq(settings.name, "chain_key")));
    useSecrets([first]);
    await keepChainKey();
    await note("ORD-1");
    useSecrets([second, first]);
    await keepChainKey();
    useSecrets([second]);
    await note("ORD-2");
    expect(await verifyChain("audit_log")).toMatchObject({ head: { seq: 2 }, faults: [] });
  });

  test("that no secret opens stops no payment; rows written then are named", async () => {
    await transaction((tx) => tx.delete(settings).where(eq(settings.name, "chain_key")));
    useSecrets([first]);
    await keepChainKey();
    useSecrets([second]);
    await aPaidPayment();
    await note("ORD-1");
    await expect(verifyChain("audit_log")).rejects.toThrow("SESSION_SECRET");
    useSecrets([first]);
    expect((await faultsOf("transfers")).every(({ is }) => is === "not_sealed")).toBe(true);
    expect(await faultsOf("audit_log")).toMatchObject([{ is: "not_sealed" }]);
  });

  test("cannot be read from the database alone", async () => {
    useSecrets([first]);
    await transaction((tx) => tx.delete(settings).where(eq(settings.name, "chain_key")));
    await keepChainKey();
    const [kept] = await db.select().from(settings).where(eq(settings.name, "chain_key"));
    // A 12-byte nonce, a 16-byte tag and the encrypted key; the key itself is never stored next to its ciphertext.
    expect(Buffer.from(kept?.value ?? "", "base64url")).toHaveLength(60);
    useSecrets([second]);
    await expect(verifyChain("audit_log")).rejects.toThrow("SESSION_SECRET");
  });
});
