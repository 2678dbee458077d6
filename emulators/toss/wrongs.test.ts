import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { openToss } from "../testing/toss-merchant";

const shop = await openToss();
afterAll(() => shop.close());
afterEach(() => shop.control("DELETE", "/wrongs"));

type Row = {
  paymentKey: string;
  transactionKey: string;
  amount: number;
  fee: number;
  vat: number;
  payOutAmount: number;
};
type Wrong = { id: string; kind: string; target: string; by: number; from: string };

const turnTo = (instant: string) => shop.control("POST", "/clock", { set: instant });
const get = async (path: string, query: Record<string, string>) =>
  (await shop.ask<Row[]>("GET", `/v1/${path}?${new URLSearchParams(query)}`)).body;
const settled = (day: string, more = {}) => get("settlements", { startDate: day, endDate: day, ...more });
const wrong = (kind: string, target: string, more = {}) =>
  shop.control<Wrong>("POST", "/wrongs", { kind, target, ...more });

/** Pays this often at noon and turns the clock to the next noon; returns the transactionKeys. */
async function paidOn(day: string, times = 1): Promise<string[]> {
  await turnTo(`${day}T12:00:00+09:00`);
  const keys: string[] = [];
  for (let n = 0; n < times; n++) {
    keys.push((await shop.confirm(await shop.buyer({ amount: 10_000 }))).body.lastTransactionKey);
  }
  await shop.turnClock(24 * 60);
  return keys;
}

describe("a row of settlements", () => {
  test("can be missing, until that is cleared", async () => {
    const [kept, lost = ""] = await paidOn("2026-03-02", 2);
    const { status, body } = await wrong("hide_settlement", lost);
    expect([status, body]).toEqual([
      201,
      { id: body.id, kind: "hide_settlement", target: lost, by: 0, from: expect.any(String) },
    ]);
    expect((await settled("2026-03-02")).map(({ transactionKey }) => transactionKey)).toEqual([kept]);
    expect((await shop.control("GET", "/wrongs")).body).toEqual([body]);
    expect((await shop.control("DELETE", `/wrongs/${body.id}`)).status).toBe(204);
    expect(await settled("2026-03-02")).toHaveLength(2);
    expect((await shop.control("GET", "/wrongs")).body).toEqual([]);
  });

  test("can be there twice, also across two pages", async () => {
    const [first = "", second] = await paidOn("2026-03-09", 2);
    await wrong("double_settlement", first);
    const keys = async (page: string) =>
      (await settled("2026-03-09", { page, size: "1" })).map(({ transactionKey }) => transactionKey);
    expect([await keys("1"), await keys("2"), await keys("3")]).toEqual([[first], [first], [second]]);
  });

  test("can have another fee, of which it is still the sum", async () => {
    const [key = ""] = await paidOn("2026-03-16");
    expect(await settled("2026-03-16")).toMatchObject([{ fee: 226, vat: 21, payOutAmount: 9_774 }]);
    await wrong("wrong_fee", key, { by: 55 });
    expect(await settled("2026-03-16")).toMatchObject([{ fee: 281, vat: 26, payOutAmount: 9_719 }]);
  });

  test("can change days after it was first read", async () => {
    const [key = ""] = await paidOn("2026-03-23");
    await wrong("wrong_amount", key, { from: "2026-03-26T00:00:00+09:00" });
    expect(await settled("2026-03-23")).toMatchObject([{ amount: 10_000, payOutAmount: 9_774 }]);
    await turnTo("2026-03-26T01:00:00+09:00");
    expect(await settled("2026-03-23")).toMatchObject([{ amount: 11_000, payOutAmount: 10_774 }]);
  });

  test("can appear days late, with the same dates", async () => {
    const [key = ""] = await paidOn("2026-03-30");
    await wrong("late_settlement", key, { by: 2 });
    await turnTo("2026-04-01T23:59:00+09:00");
    expect(await settled("2026-03-30")).toEqual([]);
    await turnTo("2026-04-02T00:00:00+09:00");
    expect(await settled("2026-03-30")).toMatchObject([{ soldDate: "2026-03-30" }]);
  });

  test("can be wrong in several ways at once", async () => {
    const [key = ""] = await paidOn("2026-04-06");
    await wrong("double_settlement", key);
    await wrong("wrong_amount", key, { by: -1 });
    expect((await settled("2026-04-06")).map(({ amount }) => amount)).toEqual([9_999, 9_999]);
  });
});

test("a transaction can be missing from its list, whose pages stay full", async () => {
  const [first, second = "", third] = await paidOn("2026-04-13", 3);
  await wrong("hide_transaction", second);
  const span = { startDate: "2026-04-13", endDate: "2026-04-14" };
  const keys = async (more = {}) =>
    (await get("transactions", { ...span, ...more })).map(({ transactionKey }) => transactionKey);
  expect(await keys()).toEqual([first, third]);
  expect(await keys({ limit: "2" })).toEqual([first, third]);
  expect(await keys({ limit: "1", startingAfter: first })).toEqual([third]);
  expect(await settled("2026-04-13")).toHaveLength(3);
});

test("nothing can be wrong about what does not exist, or in a way that does not", async () => {
  expect((await wrong("hide_settlement", "nothing")).status).toBe(404);
  const [key = ""] = await paidOn("2026-04-20");
  expect((await wrong("short_payout", key)).status).toBe(400);
  expect((await wrong("wrong_fee", key, { by: 0.5 })).status).toBe(400);
  expect((await shop.control("DELETE", "/wrongs/nothing")).status).toBe(404);
});

describe("the gateway's own sums", () => {
  const sums = async (query: Record<string, string>) =>
    (await shop.control<object[]>("GET", `/sums?${new URLSearchParams(query)}`)).body;

  test("are by day, true whatever is reported, and have what appeared by now", async () => {
    const [key = "", other = ""] = await paidOn("2026-05-06", 2);
    const [sold] = await get("transactions", { startDate: "2026-05-06", endDate: "2026-05-07" });
    await shop.cancel(sold?.paymentKey ?? "", { cancelAmount: 4_000 });
    await wrong("hide_settlement", key);
    await wrong("wrong_fee", other);
    const may = { startDate: "2026-05-06", endDate: "2026-05-07" };
    const sixth = {
      date: "2026-05-06",
      currency: "KRW",
      rows: 2,
      gross: 20_000,
      fees: 452,
      vat: 42,
      net: 19_548,
    };
    expect(await sums(may)).toEqual([sixth]);
    await turnTo("2026-05-08T00:00:00+09:00");
    const seventh = {
      date: "2026-05-07",
      currency: "KRW",
      rows: 1,
      gross: -4_000,
      fees: -90,
      vat: -8,
      net: -3_910,
    };
    expect(await sums(may)).toEqual([sixth, seventh]);
    expect(await sums({ ...may, mId: "emu_api" })).toEqual([]);
    const paidOut = { startDate: "2026-05-13", endDate: "2026-05-14", dateType: "paidOutDate" };
    expect(await sums(paidOut)).toMatchObject([
      { date: "2026-05-13", net: 19_548 },
      { date: "2026-05-14", net: -3_910 },
    ]);
  });

  test("refuse a day that does not exist, and another kind of date", async () => {
    expect((await shop.control("GET", "/sums?startDate=2026-02-29")).status).toBe(400);
    expect((await shop.control("GET", "/sums?dateType=created")).status).toBe(400);
  });
});

test("the night ends at 01:30 in Seoul, when the rows of the day before are there", async () => {
  await turnTo("2026-06-30T20:00:00+09:00");
  await shop.confirm(await shop.buyer());
  const turned = await shop.control<{ now: string }>("POST", "/clock", { night: true });
  expect(turned.body.now.slice(0, 19)).toBe("2026-06-30T16:30:00");
  expect(await settled("2026-06-30")).toHaveLength(1);
});

test("what is wrong survives a restart, but not a reset", async () => {
  const directory = await mkdtemp(join(tmpdir(), "toss-emulator-"));
  const first = await openToss({ data: directory });
  const { lastTransactionKey: target } = (await first.confirm(await first.buyer())).body;
  await first.control("POST", "/wrongs", { kind: "hide_settlement", target });
  await first.close();
  const second = await openToss({ data: directory });
  expect((await second.control("GET", "/wrongs")).body).toMatchObject([{ target }]);
  await second.control("POST", "/reset");
  expect((await second.control("GET", "/wrongs")).body).toEqual([]);
  await second.close();
  await rm(directory, { recursive: true });
});
