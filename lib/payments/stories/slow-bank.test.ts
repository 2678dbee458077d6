import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";
import { orderNow, paymentNow } from "@/testing/makers";
import { stripe, turnClock } from "@/testing/stripe";
import { anOpenPage, charge, payOnPage } from "@/testing/stripe-makers";
import { answerOfConfirm } from "../../answers/payment";
import { auditOrder } from "../../books/invariants";
import { days, hours, minutes, now } from "../../clock";
import { cancel } from "../ending/expire";
import { returnFromStripe } from "../stripe/returned";
import { verify } from "../stripe/verify";
import { reconcileOnce } from "../worker/reconcile";

// Mina pays by bank debit. Stripe's page completes at once, and her bank answers four days later.

const outOf = { pays: "000123456789", empty: "000222222227" };

async function aSlowPayment(account = outOf.pays) {
  const { order, payment, sessionId } = await anOpenPage();
  expect(await payOnPage(payment, { method: "bank_debit", account })).toMatchObject({ is: "complete" });
  await verify(payment);
  return { order, payment, sessionId, intentId: (await paymentNow(payment)).gatewayPaymentKey ?? "" };
}

/** The captures in the books; Stripe's fee, which may come with them or later, is left out. */
const capturesOf = async ({ id }: Order) =>
  (await transfersOf(db, id)).filter(({ cause }) => cause === "capture");

test("a page that is complete but unpaid is not paid, and sells nothing", async () => {
  const { order, payment } = await aSlowPayment();
  const waiting = await paymentNow(payment);
  expect(waiting).toMatchObject({ status: "confirming", captured: 0, credited: null });
  expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: payment.id, paidAt: null });
  expect(await transfersOf(db, order.id)).toEqual([]);
  expect(await answerOfConfirm(waiting)).toMatchObject({ status: 202 });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("she returns to the success page and is not sent away: the answer is not known yet", async () => {
  const { order, sessionId } = await aSlowPayment();
  expect(await returnFromStripe({ session_id: sessionId })).toMatchObject({
    location: expect.stringMatching(`/success\\?.*order_number=${order.number}`),
  });
});

test("rule 13: until her bank has answered nothing else can be opened, charged or ended", async () => {
  const { order } = await aSlowPayment();
  await expect(anOpenPage(order)).rejects.toMatchObject({ code: "payment_in_progress" });
  await expect(charge(order)).rejects.toMatchObject({ code: "payment_not_open" });
  await expect(cancel(order.id, now())).rejects.toMatchObject({ code: "payment_in_progress" });
  await turnClock(hours(5));
  await reconcileOnce();
  expect(await orderNow(order)).toMatchObject({ status: "open", stockTaken: true });
});

describe("four days later", () => {
  test("the money comes, no webhook reports it, and a query of our own finds it", async () => {
    const { order, payment } = await aSlowPayment();
    await turnClock(days(4) + minutes(1));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "paid", captured: 2_200 });
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await capturesOf(order)).toMatchObject([{ credit: "sales", amount: 2_200 }]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("her account had too little money: the payment failed, says why, and another method can be used", async () => {
    const { order, payment } = await aSlowPayment(outOf.empty);
    await turnClock(days(4) + minutes(1));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({
      status: "failed",
      captured: 0,
      failureCode: "insufficient_funds",
      surface: null,
    });
    expect(await orderNow(order)).toMatchObject({ askingPaymentId: null });
    expect(await transfersOf(db, order.id)).toEqual([]);
    await reconcileOnce();
    expect(await orderNow(order)).toMatchObject({ status: "expired", stockTaken: false });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("it failed within the order's time: Mina pays by card instead", async () => {
    const { order, payment, intentId } = await aSlowPayment();
    await stripe.intents.fail(intentId);
    await verify(payment);
    expect(await paymentNow(payment)).toMatchObject({ status: "failed" });
    const { payment: other } = await anOpenPage(order);
    await payOnPage(other);
    expect(await verify(other)).toMatchObject({ payment: { status: "paid", attempt: 2 } });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the payment, reported in three queries, is posted once", async () => {
    const { order, payment, intentId } = await aSlowPayment();
    await stripe.intents.succeed(intentId);
    await Promise.all([verify(payment), verify(payment), verify(payment)]);
    expect(await capturesOf(order)).toHaveLength(1);
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

test("queries become rarer as a payment ages, and do not end while its money may come", async () => {
  const { payment } = await aSlowPayment("000000000009");
  const waits: number[] = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const { nextLookAt } = await paymentNow(payment);
    if (!nextLookAt) break;
    waits.push(nextLookAt.getTime() - now().getTime());
    await turnClock(nextLookAt.getTime() - now().getTime());
    await reconcileOnce();
  }
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.at(-1)).toBeGreaterThan(minutes(10));
  await turnClock(days(60));
  await reconcileOnce();
  expect((await paymentNow(payment)).nextLookAt?.getTime()).toBe(now().getTime() + hours(6));
});
