import { expect, test } from "vitest";
import { paymentsOf } from "@/db/payments";
import { db } from "@/db/store";
import { atGateway, toss } from "@/testing/gateway";
import { anAccount, anAttempt, aPaidPayment, paymentNow } from "@/testing/makers";
import { anOpenIntent, charge } from "@/testing/stripe-makers";
import { lookAndRecord } from "../payments/engine/look";
import type { Finding } from "./finding";
import { payAndRefund } from "./pay";

const impatient = { paidMs: 0, webhookMs: 0, refundMs: 10_000 };

async function told(number: string) {
  const found: Finding[] = [];
  for await (const finding of payAndRefund(number, impatient)) found.push(finding);
  return found.map(({ is, says }) => `${is} ${says}`);
}

test("an order that the operator paid is refunded once, however often it is asked", async () => {
  const { order, payment } = await aPaidPayment();
  expect(await told(order.number)).toEqual(["pass pay_paid", "warn pay_no_webhook", "pass pay_refunded"]);
  expect(await paymentNow(payment)).toMatchObject({ captured: 29_000, refunded: 29_000 });
  expect((await atGateway(payment.gatewayOrderId)).status).toBe("CANCELED");
  expect(await told(order.number)).toContain("pass pay_refunded");
  expect((await paymentsOf(db, order.id))[0]?.refunded).toBe(29_000);
});

test("an unknown or unpaid order, or one paid by deposit, is reported, and nothing is refunded", async () => {
  expect(await told("ORD-20261121-NOBODY")).toEqual(["fail pay_no_order"]);
  const { order } = await anAttempt();
  expect(await told(order.number)).toEqual(["fail pay_unpaid"]);
  const account = await anAccount();
  await toss.payments.deposit(account.paymentKey);
  await lookAndRecord(account.payment.id);
  expect(await told(account.order.number)).toEqual([
    "pass pay_paid",
    "warn pay_no_webhook",
    "warn pay_deposit",
  ]);
  expect(await paymentNow(account.payment)).toMatchObject({ refunded: 0 });
});

test("a card that is only held is captured first, and then refunded", async () => {
  const { order, payment } = await anOpenIntent(undefined, { captureMethod: "manual" });
  await charge(order);
  expect(await told(order.number)).toEqual([
    "pass pay_held",
    "pass pay_paid",
    "warn pay_no_webhook",
    "pass pay_refunded",
  ]);
  expect(await paymentNow(payment)).toMatchObject({ captured: 2_200, refunded: 2_200 });
});
