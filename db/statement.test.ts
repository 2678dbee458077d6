import { and, eq, lte, type SQL, sql } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import "@/testing/books";
import { aPaidPayment } from "@/testing/makers";
import { eventsOf, recordEvents } from "./events";
import { dailyLooks, settings } from "./schema";
import { first, forEach, statement, write, writeAll } from "./statement";
import { closeStore, db, type Reader, type Tx, transaction } from "./store";

const insert = write(settings, (tx, row: typeof settings.$inferInsert) =>
  tx.insert(settings).values(row).returning(),
);

type Row = typeof settings.$inferInsert;

const at = new Date("2026-11-30T01:02:03.456Z");
const look = { gateway: "toss", keyPair: "api", live: true, day: "2026-11-30", cursor: null } as const;
const made = { listed: 1, found: 2, notOurs: 3, tries: 4, nextAt: at, leasedUntil: null };
const insertLook = first(
  write(dailyLooks, (tx, row: typeof dailyLooks.$inferInsert) =>
    tx.insert(dailyLooks).values(row).returning(),
  ),
);

afterEach(() =>
  transaction(async (tx) => {
    await tx.delete(settings);
    await tx.delete(dailyLooks);
  }),
);

test("its text is built once per connection, and then given other values", async () => {
  const build = vi.fn((reader: Reader, name: SQL<string>) =>
    reader.select().from(settings).where(eq(settings.name, name)),
  );
  const byName = first(statement(build));
  await transaction(async (tx) => {
    await insert(tx, { name: "a", value: "1" });
    await insert(tx, { name: "b", value: "2" });
  });
  for (const name of ["a", "b", "c", "a"])
    expect((await byName(db, name))?.value).toBe({ a: "1", b: "2" }[name]);
  expect(build).toHaveBeenCalledTimes(1);

  await closeStore();
  expect(await byName(db, "b")).toEqual({ name: "b", value: "2" });
  expect(build).toHaveBeenCalledTimes(2);
});

test("a write is built once for each choice of columns; columns left out stay unchanged", async () => {
  await transaction((tx) => insertLook(tx, { ...look, ...made }));
  const build = vi.fn((tx: Tx, row: Partial<typeof dailyLooks.$inferInsert>, day: SQL<string>) =>
    tx.update(dailyLooks).set(row).where(eq(dailyLooks.day, day)).returning(),
  );
  const change = first(write(dailyLooks, build));
  await transaction(async (tx) => {
    expect(await change(tx, { tries: 5 }, look.day)).toMatchObject({ ...look, ...made, tries: 5 });
    expect(await change(tx, { tries: 6, cursor: "a" }, look.day)).toMatchObject({ tries: 6, cursor: "a" });
    expect(await change(tx, { tries: 7, cursor: undefined }, look.day)).toMatchObject({ cursor: "a" });
    expect(await change(tx, { tries: 8, cursor: null }, look.day)).toMatchObject({ cursor: null });
    expect(await change(tx, { tries: 9 }, "another day")).toBeUndefined();
  });
  expect(build.mock.calls.map(([, row]) => Object.keys(row))).toEqual([["tries"], ["tries", "cursor"]]);
});

test("several rows are one statement, and each number of rows has its own", async () => {
  const build = vi.fn((tx: Tx, rows: (typeof settings.$inferInsert)[]) =>
    tx.insert(settings).values(rows).returning(),
  );
  const insertAll = writeAll(settings, build);
  const rows = ["a", "b", "c", "d", "e"].map((name) => ({ name, value: name.toUpperCase() }));
  const [a, b, c, d, e] = rows as [Row, Row, Row, Row, Row];
  await transaction(async (tx) => {
    expect(await insertAll(tx, [a, b])).toEqual([a, b]);
    expect(await insertAll(tx, [c, d])).toEqual([c, d]);
    expect(await insertAll(tx, [e])).toEqual([e]);
  });
  expect(await db.select().from(settings)).toEqual(rows);
  expect(build).toHaveBeenCalledTimes(2);
});

test("SQL is no value, and is not written as one", async () => {
  const wrong = transaction((tx) => insert(tx, { name: "a", value: sql`1 + 1` as unknown as string }));
  await expect(wrong).rejects.toThrow("SQL is none");
  expect(await db.select().from(settings)).toEqual([]);
});

test("every kind of value reads back as it was written", async () => {
  const dueLive = statement((reader: Reader, live: SQL<boolean>, now: SQL<Date>) =>
    reader
      .select()
      .from(dailyLooks)
      .where(and(eq(dailyLooks.live, live), lte(dailyLooks.nextAt, now))),
  );
  const inserted = await transaction((tx) => insertLook(tx, { ...look, ...made }));
  expect(inserted).toMatchObject({ ...look, ...made });
  expect(await dueLive(db, true, at)).toEqual([inserted]);
  expect(await dueLive(db, true, new Date(at.getTime() - 1))).toEqual([]);
  expect(await dueLive(db, false, at)).toEqual([]);
});

test("JSON reads back as it was written", async () => {
  const { order } = await aPaidPayment();
  const detail = { amount: 29_000, words: ['"', "한글", null], deep: { is: true } };
  await transaction((tx) => recordEvents(tx, [{ orderId: order.id, kind: "order_shipped", detail, at }]));
  expect((await eventsOf(db, order.id)).find(({ kind }) => kind === "order_shipped")).toMatchObject({
    detail,
    at,
    paymentId: null,
  });
});

test("a list of a few values has a statement for each length", async () => {
  const made: string[][] = [];
  const of = forEach((list: string[]) => made.push(list));
  expect([of(["a", "b"]), of(["a"]), of(["a", "b"])]).toEqual([1, 2, 1]);
  expect(made).toEqual([["a", "b"], ["a"]]);
});

test("it sees its transaction's writes, is rolled back with it, and ends with it", async () => {
  const byName = first(
    statement((reader: Reader | Tx, name: SQL<string>) =>
      reader.select().from(settings).where(eq(settings.name, name)),
    ),
  );
  let dead: Tx | undefined;
  const undone = transaction(async (tx) => {
    dead = tx;
    await insert(tx, { name: "a", value: "1" });
    expect(await byName(tx, "a")).toEqual({ name: "a", value: "1" });
    await expect(byName(db, "a")).rejects.toThrow("A unit of work is open");
    throw new Error("no");
  });
  await expect(undone).rejects.toThrow("no");
  expect(await byName(db, "a")).toBeUndefined();
  await expect(byName(dead as Tx, "a")).rejects.toThrow("has ended");
});

test("many at once, over all the connections there are, each get their own answer", async () => {
  await transaction(async (tx) => {
    for (let n = 0; n < 40; n += 1) await insert(tx, { name: `n${n}`, value: `${n}` });
  });
  const byName = first(
    statement((reader: Reader, name: SQL<string>) =>
      reader.select().from(settings).where(eq(settings.name, name)),
    ),
  );
  const read = Array.from({ length: 40 }, (_, n) => (n % 2 ? byName(db, `n${n}`) : inUnit(`n${n}`)));
  expect((await Promise.all(read)).map((row) => row?.value)).toEqual(read.map((_, n) => `${n}`));

  async function inUnit(name: string) {
    return transaction((tx) => byName(tx, name));
  }
});
