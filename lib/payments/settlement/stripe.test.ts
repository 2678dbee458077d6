import type Stripe from "stripe";
import { expect, test } from "vitest";
import { totals } from "@/db/books";
import { settlementsOfPayment } from "@/db/settlements";
import { db } from "@/db/store";
import { paymentNow } from "@/testing/makers";
import { passNights } from "@/testing/nights";
import { balancesIn, balancesOf } from "@/testing/settled";
import { anotherProgram, stripe, turnClock } from "@/testing/stripe";
import { aPaidPage } from "@/testing/stripe-makers";
import { verifyChain } from "../../books/chain";
import { auditOrder } from "../../books/invariants";
import { days, minutes, now, seconds } from "../../clock";
import { seoulDate } from "../../seoul";
import { lookAndRecord } from "../engine/look";
import { pullAll } from "./pull";
import { monthSpan, reconcileMonth } from "./reconcile";

// Stripe reports a payment's fee with the payment. Its balance transactions say what it is made of, and its payouts what
// arrived at the bank.

const nights = (n: number) => passNights(n, turnClock);

const monthOf = (day: string) => reconcileMonth(db, monthSpan(day.slice(0, 7), false), now());

test("a card payment and a refund in part: both are paid out, and nothing is owed or differs", async () => {
  const first = seoulDate(now());
  const { order, payment } = await aPaidPage();
  await turnClock(minutes(1));
  await lookAndRecord(payment.id);
  await anotherProgram().refunds.create({
    payment_intent: (await paymentNow(payment)).gatewayPaymentKey ?? "",
    amount: 700,
  });
  await turnClock(seconds(5));
  await lookAndRecord(payment.id);
  const { captured, fee } = await paymentNow(payment);
  await nights(12);
  const rows = await settlementsOfPayment(db, payment.id);
  expect(rows.map(({ kind, amount, payout }) => [kind, amount, payout !== null]).toSorted()).toEqual([
    ["capture", captured, true],
    ["refund", -700, true],
  ]);
  expect(await balancesOf(payment)).toEqual({
    receivable: 0,
    sales: -captured,
    refunds: 700,
    fees: fee,
    bank: captured - 700 - (fee ?? 0),
  });
  expect(await monthOf(first)).toMatchObject({
    differences: [],
    more: false,
    owed: [{ currency: "USD", owed: 0, toCome: 0, unlisted: 0, remainder: 0 }],
  });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("a refund in Stripe's dashboard of which nobody told is found in the settlement", async () => {
  const first = seoulDate(now());
  const { order, payment } = await aPaidPage();
  await turnClock(minutes(1));
  await lookAndRecord(payment.id);
  await anotherProgram().refunds.create({
    payment_intent: (await paymentNow(payment)).gatewayPaymentKey ?? "",
    amount: 700,
  });
  await nights(1);
  expect((await monthOf(first)).differences).toMatchObject([
    { name: "missing_here", kind: "refund", orderNumber: order.number, expected: 0, listed: 700 },
  ]);
  await lookAndRecord(payment.id);
  expect((await monthOf(first)).differences).toEqual([]);
});

/** Debits minus credits of every account that is not 0, for what belongs to no payment too. */
async function balances() {
  const sums = balancesIn(await totals(db));
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

test("a monthly fee belongs to no payment and is posted; the bank's account is what arrived", async () => {
  const first = seoulDate(now());
  const { payment } = await aPaidPage();
  await turnClock(minutes(1));
  await lookAndRecord(payment.id);
  await stripe.chargeAccount(300);
  await turnClock(days(10));
  await pullAll(now());
  const { captured, fee } = await paymentNow(payment);
  expect(await balances()).toEqual({
    sales: -captured,
    fees: (fee ?? 0) + 300,
    bank: captured - (fee ?? 0) - 300,
  });
  for (const month of [first, seoulDate(now())]) {
    expect((await monthOf(month)).differences).toEqual([]);
    for (const sums of (await monthOf(month)).bank.sums) expect(sums.remainder).toBe(0);
  }
  expect((await verifyChain("transfers")).faults).toEqual([]);
});

test.each(["before it arrived", "after it had arrived"])(
  "a payout that failed %s is paid out again",
  async (when) => {
    const { payment } = await aPaidPage();
    await turnClock(minutes(1));
    await lookAndRecord(payment.id);
    const isUnderWay = (status: string) =>
      when === "before it arrived" ? status !== "paid" : status === "paid";
    let payout: Stripe.Payout | undefined;
    for (let night = 0; night < 10 && !payout; night += 1) {
      await turnClock(days(1));
      await pullAll(now());
      payout = (await anotherProgram().payouts.list()).data.find(({ status }) => isUnderWay(status));
    }
    if (!payout) throw new Error("Nothing was paid out.");
    await stripe.payouts.fail(payout.id);
    const { captured, fee } = await paymentNow(payment);
    const net = captured - (fee ?? 0);
    await turnClock(days(10));
    await pullAll(now());
    expect(await balances()).toEqual({ sales: -captured, fees: fee, bank: net });
    const arrivedOn = new Date(payout.arrival_date * 1_000).toISOString();
    expect((await monthOf(arrivedOn)).differences).toMatchObject([
      { name: "payout_failed", transaction: payout.id, expected: payout.amount, listed: 0 },
    ]);
    for (const sums of (await monthOf(arrivedOn)).bank.sums) expect(sums.remainder).toBe(0);
  },
);
