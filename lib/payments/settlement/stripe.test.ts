import { expect, test } from "vitest";
import { transfersOfPayment } from "@/db/books";
import type { Account, Payment } from "@/db/schema";
import { settlementsOfPayment } from "@/db/settlements";
import { db } from "@/db/store";
import { paymentNow } from "@/testing/makers";
import { anotherProgram, turnClock } from "@/testing/stripe";
import { aPaidPage } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { days, hours, minutes, now, seconds } from "../../clock";
import { seoulDate, seoulTime } from "../../seoul";
import { lookAndRecord } from "../engine/look";
import { pullAll } from "./pull";
import { monthSpan, reconcileMonth } from "./reconcile";

// Stripe reports a payment's fee with the payment. Its balance transactions say what it is made of, and its payouts what
// arrived at the bank.

async function nextMorning() {
  const sinceMidnight = Date.parse(`1970-01-01T${seoulTime(now()).slice(11)}Z`) % days(1);
  await turnClock(days(1) - sinceMidnight + hours(6) + minutes(1));
  await pullAll(now());
}

async function nights(n: number) {
  for (let night = 0; night < n; night += 1) await nextMorning();
}

async function balancesOf({ id }: Pick<Payment, "id">) {
  const sums: Partial<Record<Account, number>> = {};
  for (const { debit, credit, amount } of await transfersOfPayment(db, id)) {
    sums[debit] = (sums[debit] ?? 0) + amount;
    sums[credit] = (sums[credit] ?? 0) - amount;
  }
  return sums;
}

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
