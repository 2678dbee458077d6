import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { transfers } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { takeMoney, toss, turnClock } from "@/testing/gateway";
import { anAccount, aPaidPayment } from "@/testing/makers";
import { passNights } from "@/testing/nights";
import { listed } from "@/testing/settled";
import { minutes, now, seconds } from "../../clock";
import { useGateways } from "../../gateways";
import type { SettlementRow } from "../../gateways/gateway";
import { seoulDate } from "../../seoul";
import { lookAndRecord } from "../engine/look";
import { pullDay } from "./pull";
import { monthSpan, reconcileMonth } from "./reconcile";

// The month's books beside what Toss settled. Whatever differs has a name, and what nothing explains is a number that
// must be 0.

const sold = { gateway: "toss", keyPair: "widget", live: false, part: "sold" } as const;

afterEach(() => useGateways());

const nextMorning = () => passNights(1, turnClock);

async function sideBySide(times: number, work: () => Promise<unknown>) {
  await Promise.all(Array.from({ length: times }, work));
}

const untilPaidOut = () => passNights(14, turnClock);

const today = () => seoulDate(now());

/** The month of a day, compared as it stands now. */
const monthOf = (day: string) => reconcileMonth(db, monthSpan(day.slice(0, 7), false), now());

const namesIn = async (day: string) =>
  (await monthOf(day)).differences.map(({ name, kind }) => `${name} ${kind}`);

async function expectNoRemainder(day: string) {
  for (const { remainder } of (await monthOf(day)).owed) expect(remainder).toBe(0);
}

test("payments and refunds, before they are listed, when they are and when they are paid out: nothing differs", async () => {
  const first = today();
  const { payment } = await aPaidPayment();
  await aPaidPayment();
  await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { reason: "콘솔", amount: 4_000 });
  await lookAndRecord(payment.id);
  expect(await monthOf(first)).toMatchObject({
    differences: [],
    owed: [{ currency: "KRW", owed: 54_000, toCome: 0, unlisted: 54_000, remainder: 0 }],
  });
  await nextMorning();
  const [listedNow] = (await monthOf(first)).owed;
  expect(listedNow).toMatchObject({ unlisted: 0, remainder: 0 });
  expect(listedNow?.owed).toBe(listedNow?.toCome);
  await untilPaidOut();
  expect(await monthOf(first)).toMatchObject({
    differences: [],
    more: false,
    owed: [{ currency: "KRW", owed: 0, toCome: 0, unlisted: 0, remainder: 0 }],
  });
});

test("a deposit that was reversed and made again before the shop looked: nothing differs", async () => {
  const first = today();
  const { payment, paymentKey } = await anAccount();
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  await turnClock(minutes(1));
  await toss.payments.reverseDeposit(paymentKey);
  await turnClock(minutes(1));
  await nextMorning();
  expect((await monthOf(first)).differences).toMatchObject([
    { name: "missing_here", kind: "reversal", listed: 29_000 },
  ]);
  await toss.payments.deposit(paymentKey);
  await nextMorning();
  await lookAndRecord(payment.id);
  expect(await namesIn(first)).toEqual([]);
  await untilPaidOut();
  expect((await monthOf(first)).owed).toMatchObject([{ owed: 0, remainder: 0 }]);
});

describe("each difference has its name", () => {
  test("a payment that no settlement lists", async () => {
    const first = today();
    const { order, payment } = await aPaidPayment();
    await aPaidPayment();
    listed((rows) => rows.filter(({ about }) => about.paymentKey !== payment.gatewayPaymentKey));
    await untilPaidOut();
    expect((await monthOf(first)).differences).toMatchObject([
      { name: "missing_there", kind: "capture", orderNumber: order.number, expected: 29_000, listed: 0 },
    ]);
    await expectNoRemainder(first);
  });

  test("a refund in the console of which no webhook told", async () => {
    const first = today();
    const { order, payment } = await aPaidPayment();
    await toss.payments.cancel(payment.gatewayPaymentKey ?? "", { reason: "콘솔", amount: 4_000 });
    await nextMorning();
    expect((await monthOf(first)).differences).toMatchObject([
      { name: "missing_here", kind: "refund", orderNumber: order.number, expected: 0, listed: 4_000 },
    ]);
    await expectNoRemainder(first);
    await lookAndRecord(payment.id);
    expect(await namesIn(first)).toEqual([]);
  });

  test("an amount that is not ours", async () => {
    const first = today();
    await aPaidPayment();
    listed((rows) => rows.map((row) => ({ ...row, amount: row.amount - 1_000, net: row.net - 1_000 })));
    await nextMorning();
    expect((await monthOf(first)).differences).toMatchObject([
      { name: "amount_differs", expected: 29_000, listed: 28_000 },
    ]);
    await expectNoRemainder(first);
  });

  test("a payout that is not the amount less the fee", async () => {
    const first = today();
    await aPaidPayment();
    const alarms = listenForAlarms();
    listed((rows) => rows.map((row) => ({ ...row, net: row.net - 7 })));
    await untilPaidOut();
    expect(alarms()).toContainEqual(
      expect.objectContaining({ month: first.slice(0, 7), differences: 1, names: "net_differs" }),
    );
    const [difference] = (await monthOf(first)).differences;
    expect(difference).toMatchObject({ name: "net_differs" });
    expect(difference?.listed).toBe((difference?.expected ?? 0) - 7);
    await expectNoRemainder(first);
  });

  test("a fee that is another part of the sale than all others", async () => {
    const first = today();
    const { order } = await aPaidPayment();
    await sideBySide(21, () => aPaidPayment());
    listed((rows) =>
      rows.map((row) =>
        row.about.orderId?.startsWith(order.number)
          ? { ...row, fee: row.fee + 100, net: row.net - 100 }
          : row,
      ),
    );
    await nextMorning();
    const { differences } = await monthOf(first);
    expect(differences).toMatchObject([{ name: "fee_unusual", orderNumber: order.number, kind: "capture" }]);
    expect(differences[0]?.listed).toBe((differences[0]?.expected ?? 0) + 100);
    await expectNoRemainder(first);
  });

  test("a row that is not paid out on its day", async () => {
    const first = today();
    await aPaidPayment();
    listed((rows, part) => (part === "paid_out" ? [] : rows));
    await untilPaidOut();
    expect(await namesIn(first)).toEqual(["late capture"]);
    await expectNoRemainder(first);
  });

  test("a row listed twice, one withdrawn, and one changed after the fact", async () => {
    const first = today();
    const { payment } = await aPaidPayment();
    await aPaidPayment();
    await aPaidPayment();
    const isFirst = ({ about }: SettlementRow) => about.paymentKey === payment.gatewayPaymentKey;
    listed((rows) => [...rows, ...rows.filter(isFirst)]);
    await nextMorning();
    expect(await namesIn(first)).toEqual(["listed_twice capture"]);
    await turnClock(seconds(1));
    listed((rows) =>
      rows.filter((row) => !isFirst(row)).map((row, n) => (n === 0 ? { ...row, fee: row.fee + 5 } : row)),
    );
    await pullDay(sold, first);
    // The second copy is gone, and was never posted.
    expect((await namesIn(first)).toSorted()).toEqual([
      "changed capture",
      "net_differs capture",
      "withdrawn capture",
    ]);
    await expectNoRemainder(first);
  });

  test("money of another shop with the same keys", async () => {
    const first = today();
    await aPaidPayment();
    const { paymentKey } = await toss.payments.open({ orderId: "ANOTHER-SHOP-1", amount: 7_000 });
    await takeMoney({ paymentKey, orderId: "ANOTHER-SHOP-1", amount: 7_000 });
    await nextMorning();
    expect((await monthOf(first)).differences).toMatchObject([
      { name: "not_ours", orderNumber: null, listed: 7_000, expected: null },
    ]);
  });

  test("a transfer that nobody posted by a settlement is a remainder", async () => {
    const first = today();
    const { payment } = await aPaidPayment();
    await untilPaidOut();
    const forged = {
      id: "tr_forged",
      orderId: payment.orderId,
      paymentId: payment.id,
      debit: "receivable",
      credit: "bank",
      amount: 500,
      currency: "KRW",
      live: false,
      keyPair: payment.keyPair,
      cause: "payout",
      transaction: "forged",
      at: now(),
    } as const;
    await transaction((tx) => tx.insert(transfers).values(forged));
    expect((await monthOf(first)).owed).toMatchObject([{ remainder: 500 }]);
  });
});

describe.each(["UTC", "America/New_York"])("the moments of a month on a server in %s", (zone) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  test.each([
    ["2028-01", "2028-02-01", "2027-12-31T15:00:00.000Z", "2028-01-31T15:00:00.000Z"],
    ["2028-02", "2028-03-01", "2028-01-31T15:00:00.000Z", "2028-02-29T15:00:00.000Z"],
    ["2027-02", "2027-03-01", "2027-01-31T15:00:00.000Z", "2027-02-28T15:00:00.000Z"],
    ["2028-12", "2029-01-01", "2028-11-30T15:00:00.000Z", "2028-12-31T15:00:00.000Z"],
  ])("%s ends before %s begins in Seoul", (month, until, fromAt, untilAt) => {
    expect(monthSpan(month, false)).toEqual({
      from: `${month}-01`,
      until,
      fromAt: new Date(fromAt),
      untilAt: new Date(untilAt),
      live: false,
    });
  });
});
