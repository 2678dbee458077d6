import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { needsNow, orderNow, paymentNow } from "@/testing/makers";
import { anotherProgram, stripe, turnClock } from "@/testing/stripe";
import { anOpenIntent, anOpenPage, cards, charge } from "@/testing/stripe-makers";
import { auditOrder, faultsOf } from "../../books/invariants";
import { readBooks } from "../../books/read";
import { days, hours, now } from "../../clock";
import { lookAndRecord } from "../engine/look";
import { acceptReviewed, returnReviewed } from "../refunds/review";
import { reconcileOnce } from "../worker/reconcile";

// Somebody with the account's keys captures manually, and not the price of the order: $22.00.

async function aHeldForm() {
  const { order, payment, intentId } = await anOpenIntent();
  await anotherProgram().paymentIntents.update(intentId, { capture_method: "manual" });
  expect(await charge(order)).toMatchObject({ status: "authorized" });
  return { order, payment, intentId };
}

async function aHeldPage() {
  const { order, payment } = await anOpenPage();
  const paid = await stripe.sessions.pay(payment.gatewaySessionKey ?? "", { card: cards.asks });
  const intentId = paid.is === "challenge" ? paid.intentId : "";
  await anotherProgram().paymentIntents.update(intentId, { capture_method: "manual" });
  await stripe.intents.challenge(intentId, "complete");
  expect(await lookAndRecord(payment.id)).toMatchObject({ status: "authorized" });
  return { order, payment, intentId };
}

const ways = { form: aHeldForm, page: aHeldPage };

async function captured(way: keyof typeof ways, amount: number) {
  const { order, payment, intentId } = await ways[way]();
  await anotherProgram().paymentIntents.capture(intentId, { amount_to_capture: amount });
  await lookAndRecord(payment.id);
  return { order: await orderNow(order), payment: await paymentNow(payment) };
}

const posted = async (order: Order) =>
  (await transfersOf(db, order.id))
    .filter(({ cause }) => cause !== "fee")
    .map(({ debit, credit, amount, currency }) => `${debit}/${credit} ${amount} ${currency}`);

describe.each(["form", "page"] as const)("rule 14: a part of the price, through Stripe's %s", (way) => {
  test.each([500, 1, 2_199])("%i of 2200 cents pays no order, and goes to review", async (amount) => {
    const { order, payment } = await captured(way, amount);
    expect(payment).toMatchObject({
      status: "in_review",
      captured: amount,
      credited: "suspense",
    });
    expect(await needsNow(payment)).toEqual(["mismatch"]);
    expect(order).toMatchObject({ status: "in_review", winnerPaymentId: null, paidAt: null });
    expect(await posted(order)).toEqual([`receivable/suspense ${amount} USD`]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the full price pays the order, though it was captured manually", async () => {
    const { order, payment } = await captured(way, 2_200);
    expect(payment).toMatchObject({ status: "paid", captured: 2_200 });
    expect(await needsNow(payment)).toEqual([]);
    expect(order).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

async function recordedAgain(payment: Payment) {
  for (let looks = 0; looks < 3; looks += 1) {
    await turnClock(hours(2));
    await lookAndRecord(payment.id);
    await reconcileOnce();
  }
  return paymentNow(payment);
}

test("a manager accepts the part, and no later query questions it", async () => {
  const { order, payment } = await captured("form", 500);
  await acceptReviewed(order.id, "The other mug was out of stock", "sora", now());
  expect(await recordedAgain(payment)).toMatchObject({ status: "paid", captured: 500 });
  expect(await needsNow(payment)).toEqual([]);
  expect(await orderNow(order)).toMatchObject({ status: "paid" });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("a manager returns the part: what was captured, and no more", async () => {
  const { order, payment } = await captured("page", 500);
  await returnReviewed(order.id, "Captured by mistake", "sora", now());
  expect(await recordedAgain(payment)).toMatchObject({ status: "canceled", captured: 500, refunded: 500 });
  await turnClock(days(1));
  await reconcileOnce();
  expect(await orderNow(order)).toMatchObject({ status: "canceled" });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("the audit finds books in which a part paid the whole, unless a manager accepted it", async () => {
  const { order, payment } = await captured("form", 2_200);
  const books = await readBooks(order.id);
  const partly = books.payments.map((each) => ({ ...each, captured: 500 }));
  expect(faultsOf({ ...books, payments: partly })).toContain(
    `${order.number} (paid) costs 2200 USD, but 500 USD pay it`,
  );
  const abroad = books.payments.map((each) => ({ ...each, currency: "EUR" }));
  expect(faultsOf({ ...books, payments: abroad })).toContain(
    `${order.number} (paid) costs 2200 USD, but 2200 EUR pay it`,
  );
  const [capture] = books.transfers;
  const accepted = capture ? [{ ...capture, cause: "accept" as const }] : [];
  expect(faultsOf({ ...books, payments: partly, transfers: accepted }).join()).not.toContain("pay it");
  expect(payment.captured).toBe(2_200);
});
