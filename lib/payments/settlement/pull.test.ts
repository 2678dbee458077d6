import { AsyncLocalStorage } from "node:async_hooks";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import type { Payment } from "@/db/schema";
import { settlementReadOf } from "@/db/settlement-reads";
import { insertSettlements, settlementsOfPayment } from "@/db/settlements";
import { db, transaction } from "@/db/store";
import type { TurnPoint } from "@/db/unit";
import { listenForAlarms } from "@/testing/alarms";
import { takeMoney, toss, fault as tossFault, turnClock } from "@/testing/gateway";
import { anAccount, anOrderFor, aPaidPayment, paymentNow } from "@/testing/makers";
import { passNights, untilSettled } from "@/testing/nights";
import { balancesOf, listed } from "@/testing/settled";
import { auditOrder } from "../../books/invariants";
import { days, hours, minutes, newId, now, seconds } from "../../clock";
import { gateway, useGateways } from "../../gateways";
import { seoulTime } from "../../seoul";
import { lookAndRecord } from "../engine/look";
import { pullAgainFrom, pullAll, pullDay, pullProgress, settlementLists } from "./pull";

// Toss keeps its fee and pays the rest out some days later. The shop reads that every night, row by row.

const sold = { gateway: "toss", keyPair: "widget", live: false, part: "sold" } as const;
const paidOut = { ...sold, part: "paid_out" } as const;

afterEach(() => useGateways());

/** Turns the clock to the next morning in Seoul, when the day before is read. */
async function turnToMorning() {
  await turnClock(untilSettled());
}

const nextMorning = () => passNights(1, turnClock);

/** Lets nights pass until what was sold is paid out, weekends and holidays included. */
const untilPaidOut = () => passNights(14, turnClock);

/** Rows of a payment as they were listed, newest version last. */
const rowsOf = ({ id }: Pick<Payment, "id">) => settlementsOfPayment(db, id);

const day = () => seoulTime(now()).slice(0, 10);

/** Processes that end at a moment of their work with the database, and do nothing after it. */
function mortals() {
  const deaths: TurnPoint[] = [];
  const living = new AsyncLocalStorage<{ left: number }>();
  const scope = globalThis as { twotrackTurn?: (point: TurnPoint) => Promise<void> };
  scope.twotrackTurn = async (point) => {
    const process = living.getStore();
    if (!process) return;
    process.left -= 1;
    if (process.left === 0) deaths.push(point);
    if (process.left <= 0) throw new Error("the process ended");
  };
  onTestFinished(() => {
    delete scope.twotrackTurn;
  });
  return {
    deaths,
    /** `moments`: how many it lives through. */
    run: (moments: number, work: () => Promise<unknown>) => living.run({ left: moments + 1 }, work),
  };
}

/** Whole numbers below a limit, the same ones for the same seed. */
function seeded(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("a card payment: the fee and its VAT the next night, the payout on its day, and nothing is owed any more", async () => {
  const { order, payment } = await aPaidPayment(await anOrderFor(34_000));
  await nextMorning();
  const [row] = await rowsOf(payment);
  if (!row) throw new Error("Toss settled nothing.");
  expect(row).toMatchObject({ kind: "capture", amount: 34_000, soldOn: expect.any(String), paidOutAt: null });
  expect(row.amount - row.fee - row.vat).toBe(row.net);
  expect(await balancesOf(payment)).toEqual({
    receivable: row.net,
    sales: -34_000,
    fees: row.fee,
    vat: row.vat,
  });
  await untilPaidOut();
  expect(await balancesOf(payment)).toEqual({
    receivable: 0,
    sales: -34_000,
    fees: row.fee,
    vat: row.vat,
    bank: row.net,
  });
  expect(await rowsOf(payment)).toMatchObject([
    { version: 1, payoutOn: row.payoutOn, paidOutAt: expect.any(Date) },
  ]);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("refunds in part before and after the payout: every row is posted once, and the receivable ends at zero", async () => {
  const { order, payment } = await aPaidPayment();
  const refund = async (amount: number) => {
    await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { reason: "콘솔", amount });
    await lookAndRecord(payment.id);
    await turnClock(seconds(5));
  };
  await refund(4_000);
  await untilPaidOut();
  await refund(5_000);
  await untilPaidOut();
  const rows = await rowsOf(payment);
  expect(rows.map(({ kind, amount }) => [kind, amount])).toEqual([
    ["capture", 29_000],
    ["refund", -4_000],
    ["refund", -5_000],
  ]);
  const balances = await balancesOf(payment);
  expect(balances).toMatchObject({ receivable: 0, sales: -29_000, refunds: 9_000 });
  expect(balances.bank).toBe(rows.reduce((sum, { net }) => sum + net, 0));
  expect(await auditOrder(order.id)).toEqual([]);
});

test("a deposit that the bank takes back, and the next one: three rows, and what is left is paid out", async () => {
  const { order, payment, paymentKey } = await anAccount();
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  await turnClock(minutes(1));
  await toss.payments.reverseDeposit(paymentKey);
  await lookAndRecord(payment.id);
  await turnClock(minutes(1));
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  await untilPaidOut();
  expect((await rowsOf(payment)).map(({ kind }) => kind).toSorted()).toEqual([
    "capture",
    "capture",
    "reversal",
  ]);
  expect(await balancesOf(payment)).toMatchObject({ receivable: 0, sales: -29_000 });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("the same days read again, by hand and by the loop: nothing is new", async () => {
  const { payment } = await aPaidPayment();
  const first = day();
  await untilPaidOut();
  const before = { rows: await rowsOf(payment), balances: await balancesOf(payment) };
  expect(await pullDay(sold, first)).toEqual({ listed: 1, found: 0, notOurs: 0 });
  // Years before the shop opened are not read one by one.
  expect(await pullAgainFrom("2000-01-01", now())).toBe(4);
  expect(await pullAgainFrom(first, now())).toBe(0);
  for (const read of await pullProgress()) expect(read.day).toBe(first);
  await pullAll(now());
  const unread = ({ reading, seenAt, ...row }: (typeof before.rows)[number]) => row;
  expect((await rowsOf(payment)).map(unread)).toEqual(before.rows.map(unread));
  expect(await balancesOf(payment)).toEqual(before.balances);
});

describe("what Toss lists is not always what it listed before", () => {
  test("a fee is corrected after the payout: the old row is kept beside the new one, and the difference is posted", async () => {
    const { order, payment } = await aPaidPayment();
    const first = day();
    await untilPaidOut();
    const [before] = await rowsOf(payment);
    if (!before) throw new Error("Toss settled nothing.");
    listed((rows) =>
      rows.map((row) => ({ ...row, fee: row.fee + 100, vat: row.vat + 10, net: row.net - 110 })),
    );
    await pullDay(sold, first);
    const rows = await rowsOf(payment);
    expect(rows).toMatchObject([
      { version: 1, fee: before.fee, supersededAt: now() },
      { version: 2, fee: before.fee + 100, net: before.net - 110, supersededAt: null },
    ]);
    expect(await balancesOf(payment)).toMatchObject({
      fees: before.fee + 100,
      vat: before.vat + 10,
      bank: before.net - 110,
      receivable: 0,
    });
    await pullDay(sold, first);
    expect(await rowsOf(payment)).toHaveLength(2);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("a fee is corrected before the payout: what is paid out is the new amount", async () => {
    const { payment } = await aPaidPayment();
    await nextMorning();
    const [before] = await rowsOf(payment);
    if (!before) throw new Error("Toss settled nothing.");
    listed((rows) =>
      rows.map((row) => ({ ...row, fee: row.fee - 200, vat: row.vat - 20, net: row.net + 220 })),
    );
    await untilPaidOut();
    expect(await balancesOf(payment)).toMatchObject({
      fees: before.fee - 200,
      vat: before.vat - 20,
      bank: before.net + 220,
      receivable: 0,
    });
  });

  test("a row is listed twice: it is kept twice and posted once", async () => {
    const { payment } = await aPaidPayment();
    listed((rows) => [...rows, ...rows]);
    await untilPaidOut();
    const rows = await rowsOf(payment);
    expect(rows).toMatchObject([
      { copy: 1, postedAt: expect.any(Date) },
      { copy: 2, postedAt: null, paidOutAt: null },
    ]);
    expect(await balancesOf(payment)).toMatchObject({ receivable: 0, bank: rows[0]?.net });
  });

  test("a row is no longer listed: that is noted, and forgotten when it is back", async () => {
    const { payment } = await aPaidPayment();
    const first = day();
    await nextMorning();
    listed(() => []);
    await pullDay(sold, first);
    expect(await rowsOf(payment)).toMatchObject([{ missingSince: now() }]);
    useGateways();
    await pullDay(sold, first);
    expect(await rowsOf(payment)).toMatchObject([{ missingSince: null }]);
  });

  test("a row comes only with the payout: its fee and its payout are posted then", async () => {
    const { payment } = await aPaidPayment();
    listed((rows, part) => (part === "sold" ? [] : rows));
    await untilPaidOut();
    const [row] = await rowsOf(payment);
    expect(await balancesOf(payment)).toMatchObject({ receivable: 0, fees: row?.fee, bank: row?.net });
  });

  test("a row of another shop with the same keys is kept, and nothing is posted", async () => {
    const { paymentKey } = await toss.payments.open({ orderId: "ANOTHER-SHOP-1", amount: 7_000 });
    await takeMoney({ paymentKey, orderId: "ANOTHER-SHOP-1", amount: 7_000 });
    const first = day();
    await turnClock(days(2));
    expect(await pullDay(sold, first)).toEqual({ listed: 1, found: 1, notOurs: 1 });
    expect(await pullDay(paidOut, first)).toEqual({ listed: 0, found: 0, notOurs: 0 });
  });
});

describe("a night with many rows", () => {
  /** Reads them in pages of two. Calls `before` with the number of each page. */
  function smallPages(before: (page: number) => void = () => {}) {
    const real = gateway("toss");
    let page = 0;
    useGateways({
      toss: {
        ...real,
        async settlement(pair, wish, cursor) {
          const all = await real.settlement(pair, wish, null);
          if (all.is === "unknown") return all;
          page += 1;
          before(page);
          const from = Number(cursor ?? 0);
          const next = from + 2 < all.rows.length ? String(from + 2) : null;
          return { ...all, rows: all.rows.slice(from, from + 2), next };
        },
      },
    });
  }

  async function aDayOfRefunds() {
    const { order, payment } = await aPaidPayment();
    for (let n = 1; n <= 6; n += 1) {
      await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { reason: "콘솔", amount: 1_000 * n });
      await turnClock(seconds(2));
    }
    await lookAndRecord(payment.id);
    return { order, payment };
  }

  test("the process ends at any page, again and again, and others continue: the same rows, none twice", async () => {
    const { order, payment } = await aDayOfRefunds();
    const dies = new Set([2, 3, 5, 6, 8, 9, 11]);
    smallPages((page) => {
      if (dies.has(page)) throw new Error("the process ended");
    });
    for (let night = 0; night < 14; night += 1) {
      await nextMorning();
      // The lease of the one that ended runs out.
      for (let turn = 0; turn < 4; turn += 1) {
        await turnClock(minutes(3));
        await pullAll(now());
      }
    }
    const rows = await rowsOf(payment);
    expect(rows.map(({ amount, copy, version }) => [amount, copy, version]).toSorted()).toEqual(
      [29_000, -1_000, -2_000, -3_000, -4_000, -5_000, -6_000].map((amount) => [amount, 1, 1]).toSorted(),
    );
    expect(await balancesOf(payment)).toMatchObject({ receivable: 0, refunds: 21_000 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("two instances at once that end at random moments, inside and between units of work: the same rows, none twice", async () => {
    await turnToMorning();
    const made = [await aDayOfRefunds(), await aDayOfRefunds(), await aDayOfRefunds()] as const;
    smallPages();
    const processes = mortals();
    const random = seeded(20);
    const isRead = async () =>
      (await pullProgress()).filter((list) => list.day === day()).length === settlementLists().length;
    const brokenNight = async () => {
      await turnToMorning();
      for (let turn = 0; turn < 60 && !(await isRead()); turn += 1) {
        await Promise.all([1, 2].map(() => processes.run(random(40), () => pullAll(now()))));
        // The lease of the one that ended runs out.
        await turnClock(minutes(3));
      }
    };
    await brokenNight();
    const [row] = await rowsOf(made[0].payment);
    while (day() < (row?.payoutOn ?? "")) await nextMorning();
    await brokenNight();
    expect(processes.deaths.length).toBeGreaterThanOrEqual(20);
    expect(new Set(processes.deaths)).toEqual(new Set(["read", "unit", "statement", "commit"]));
    for (const { order, payment } of made) {
      const rows = await rowsOf(payment);
      expect(rows.map(({ amount }) => amount).toSorted((a, b) => a - b)).toEqual([
        -6_000, -5_000, -4_000, -3_000, -2_000, -1_000, 29_000,
      ]);
      for (const row of rows)
        expect(row).toMatchObject({ copy: 1, version: 1, missingSince: null, paidOutAt: expect.any(Date) });
      expect(await balancesOf(payment)).toMatchObject({ receivable: 0, sales: -29_000, refunds: 21_000 });
      expect(await auditOrder(order.id)).toEqual([]);
    }
  });

  test("two instances and a person at once: the same rows, none twice", async () => {
    const { payment } = await aDayOfRefunds();
    const first = day();
    smallPages();
    await turnClock(days(1) + hours(7));
    await Promise.all([pullAll(now()), pullAll(now()), pullDay(sold, first), pullDay(sold, first)]);
    await untilPaidOut();
    expect(await rowsOf(payment)).toHaveLength(7);
    expect(await balancesOf(payment)).toMatchObject({ receivable: 0 });
  });
});

describe("when the settlement cannot be read", () => {
  test("it is retried, and after six hours a person is asked; nothing is lost", async () => {
    const { payment } = await aPaidPayment();
    const alarms = listenForAlarms();
    const broken = await tossFault("error", { operation: "settlements", code: "TOO_MANY_REQUESTS" });
    await nextMorning();
    expect(await settlementReadOf(db, sold)).toMatchObject({ tries: 1, failingSince: now() });
    expect(alarms()).toEqual([]);
    for (let hour = 0; hour < 7; hour += 1) {
      await turnClock(hours(1));
      await pullAll(now());
    }
    expect(alarms()).toContainEqual(expect.objectContaining({ part: "sold", code: "TOO_MANY_REQUESTS" }));
    await broken.mend();
    await untilPaidOut();
    expect(await settlementReadOf(db, sold)).toMatchObject({ tries: 0, failingSince: null });
    expect(await balancesOf(payment)).toMatchObject({ receivable: 0 });
    expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
  });
});

test("a row that is kept already is refused together with what was written for it", async () => {
  const { payment } = await aPaidPayment();
  await nextMorning();
  const [row] = await rowsOf(payment);
  if (!row) throw new Error("Toss listed nothing.");
  const again = [
    { ...row, id: newId("stl") },
    { ...row, id: newId("stl"), version: 2 },
  ];
  await expect(transaction((tx) => insertSettlements(tx, again))).rejects.toThrow();
  expect(await rowsOf(payment)).toEqual([row]);
});
