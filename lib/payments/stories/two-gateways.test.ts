import { beforeEach, describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { paymentsOf } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { toss, fault as tossFault, writesAsked as tossWrites } from "@/testing/gateway";
import {
  anAccount,
  anAuthenticatedPayment,
  anOrder,
  aPaidPayment,
  confirmWith,
  orderNow,
  paymentNow,
  standingNow,
} from "@/testing/makers";
import { fault, stripe, turnClock, withCurrencies, writesAsked } from "@/testing/stripe";
import {
  anOpenIntent,
  anOpenPage,
  aPageEvent,
  aPaidPage,
  cards,
  charge,
  hear,
  payOnPage,
} from "@/testing/stripe-makers";
import { answerOfConfirm } from "../../answers/payment";
import { auditOrder } from "../../books/invariants";
import { days, now, seconds } from "../../clock";
import { cancel } from "../ending/expire";
import { lookAndRecord } from "../engine/look";
import { returnFromStripe } from "../stripe/returned";
import { verify } from "../stripe/verify";
import { returnBySuccess } from "../toss/returned";
import { reconcileOnce } from "../worker/reconcile";

// Mina has her order of ₩29,000 open in two tabs: in one she pays through Toss, in the other through Stripe.

beforeEach(() => withCurrencies("USD", "KRW"));

async function twoTabs(tossCard?: string) {
  const byToss = await anAuthenticatedPayment(await anOrder(), tossCard);
  const byPage = await anOpenPage(byToss.order);
  return { order: byToss.order, byToss, byPage };
}

describe("no second charge where we decide", () => {
  test("she paid in Stripe's tab and returns there: Toss is no longer asked, and her Toss tab says so", async () => {
    const { order, byToss, byPage } = await twoTabs();
    await payOnPage(byPage.payment);
    await verify(byPage.payment);
    const late = await confirmWith(byToss.payment, byToss.paymentKey);
    await expect(answerOfConfirm(late)).rejects.toMatchObject({ code: "order_already_paid" });
    expect(await tossWrites(byToss.payment.gatewayOrderId)).toEqual([]);
    expect(await keptAt(order)).toEqual({ toss: 0, stripe: 29_000 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("she paid in Toss's tab: Stripe's page is closed, and pressing pay there charges nothing", async () => {
    const { order, byToss, byPage } = await twoTabs();
    expect(await confirmWith(byToss.payment, byToss.paymentKey)).toMatchObject({ status: "paid" });
    await reconcileOnce();
    expect(await payOnPage(byPage.payment)).toMatchObject({ is: "closed" });
    expect(await paymentNow(byPage.payment)).toMatchObject({ status: "expired", surface: null });
    expect(await keptAt(order)).toEqual({ toss: 29_000, stripe: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("she paid in Toss's tab: the card form in the other one charges nothing", async () => {
    const byToss = await anAuthenticatedPayment(await anOrder());
    const { payment } = await anOpenIntent(byToss.order);
    await confirmWith(byToss.payment, byToss.paymentKey);
    const late = await charge(byToss.order);
    expect(late).toMatchObject({ id: payment.id, captured: 0 });
    expect(await keptAt(byToss.order)).toEqual({ toss: 29_000, stripe: 0 });
    expect(await confirmsAsked(payment)).toEqual([]);
  });

  test("rule 13: while Toss is asked, the card form is not charged, and vice versa", async () => {
    const byToss = await anAuthenticatedPayment(await anOrder());
    const byForm = await anOpenIntent(byToss.order);
    const held = await tossFault("hold", { operation: "confirm" });
    const paying = confirmWith(byToss.payment, byToss.paymentKey);
    await expect.poll(held.holding).toBe(1);
    await expect(answerOfConfirm(await charge(byToss.order))).rejects.toMatchObject({
      code: "payment_in_progress",
    });
    await held.release();
    expect(await paying).toMatchObject({ status: "paid" });
    expect(await confirmsAsked(byForm.payment)).toEqual([]);

    const other = await anAuthenticatedPayment(await anOrder());
    await anOpenIntent(other.order);
    const slow = await fault("hold", { operation: "confirm_intent" });
    const charging = charge(other.order);
    await expect.poll(slow.holding).toBe(1);
    await expect(answerOfConfirm(await confirmWith(other.payment, other.paymentKey))).rejects.toMatchObject({
      code: "payment_in_progress",
    });
    await slow.release();
    expect(await charging).toMatchObject({ status: "paid" });
    expect(await tossWrites(other.payment.gatewayOrderId)).toEqual([]);
  });

  test("rule 16: Toss refuses while her bank is slow on Stripe's page: the order does not end before the bank answers", async () => {
    const { order, byToss, byPage } = await twoTabs("insufficient_balance");
    const held = await tossFault("hold", { operation: "confirm" });
    const paying = confirmWith(byToss.payment, byToss.paymentKey);
    await expect.poll(held.holding).toBe(1);
    await payOnPage(byPage.payment, { method: "bank_debit", account: "000123456789" });
    await verify(byPage.payment);
    expect(await paymentNow(byPage.payment)).toMatchObject({ status: "confirming" });
    await held.release();
    expect(await paying).toMatchObject({ status: "failed" });
    expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: byPage.payment.id });
    await expect(cancel(order.id, now())).rejects.toMatchObject({ code: "payment_in_progress" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("both pressed at the same moment, twenty times over: one of the two is charged", async () => {
    for (let round = 0; round < 20; round += 1) {
      const byToss = await anAuthenticatedPayment(await anOrder());
      const { order } = await anOpenIntent(byToss.order);
      const presses = [() => confirmWith(byToss.payment, byToss.paymentKey), () => charge(order)];
      await Promise.all((round % 2 ? presses : presses.toReversed()).map((press) => press()));
      const { toss: byOne, stripe: byOther } = await keptAt(order);
      expect([byOne, byOther].toSorted((a, b) => a - b)).toEqual([0, 29_000]);
      expect(await orderNow(order)).toMatchObject({ status: "paid", askingPaymentId: null });
      expect(await auditOrder(order.id)).toEqual([]);
    }
  });
});

describe("when both gateways charged, one charge is refunded automatically", () => {
  test("Stripe's page was paid at the same moment as Toss: the second charge is refunded, and both tell the truth", async () => {
    const { order, byToss, byPage } = await twoTabs();
    expect(await payOnPage(byPage.payment)).toMatchObject({ is: "complete" });
    expect(await confirmWith(byToss.payment, byToss.paymentKey)).toMatchObject({ status: "paid" });
    expect(await keptAt(order)).toEqual({ toss: 29_000, stripe: 29_000 });
    const { location } = await returnFromStripe({ session_id: byPage.sessionId });
    expect(location).toMatch(new RegExp(`/success\\?.*order_number=${order.number}`));
    await expect(answerOfConfirm(await paymentNow(byPage.payment))).rejects.toMatchObject({
      code: "order_already_paid",
    });
    await reconcileOnce();
    expect(await keptAt(order)).toEqual({ toss: 29_000, stripe: 0 });
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: byToss.payment.id });
    expect(await owedOf(order)).toBe(0);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("she never returned to Stripe's tab and no webhook came: closing the page finds the charge, and refunds it", async () => {
    const { order, byToss, byPage } = await twoTabs();
    await payOnPage(byPage.payment);
    await confirmWith(byToss.payment, byToss.paymentKey);
    await turnAround();
    expect(await paymentNow(byPage.payment)).toMatchObject({
      status: "paid",
      credited: "shopper",
      refunded: 29_000,
    });
    expect(await keptAt(order)).toEqual({ toss: 29_000, stripe: 0 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Toss had charged unknown to us, and Stripe's charge was recorded first: Toss's is refunded", async () => {
    const { order, byToss, byPage } = await twoTabs();
    await toss.payments.take({
      paymentKey: byToss.paymentKey,
      orderId: byToss.payment.gatewayOrderId,
      amount: 29_000,
    });
    await payOnPage(byPage.payment);
    await verify(byPage.payment);
    const { location } = await returnBySuccess({
      paymentKey: byToss.paymentKey,
      orderId: byToss.payment.gatewayOrderId,
      amount: 29_000,
    });
    expect(location).toContain(`order_number=${order.number}`);
    await lookAndRecord(byToss.payment.id);
    await turnAround();
    expect(await keptAt(order)).toEqual({ toss: 0, stripe: 29_000 });
    expect(await owedOf(order)).toBe(0);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("both are paid at the same moment, twenty times over: one charge is kept, whichever is reported first", async () => {
    for (let round = 0; round < 20; round += 1) {
      const { order, byToss, byPage } = await twoTabs();
      const inOne = () => confirmWith(byToss.payment, byToss.paymentKey);
      const inOther = async () => {
        await payOnPage(byPage.payment);
        await hear(aPageEvent(byPage.payment));
      };
      const tabs = round % 2 ? [inOne, inOther] : [inOther, inOne];
      await Promise.all(tabs.map((pay) => pay()));
      await turnAround();
      const { toss: byOne, stripe: byOther } = await keptAt(order);
      expect([byOne, byOther].toSorted((a, b) => a - b)).toEqual([0, 29_000]);
      expect(await orderNow(order)).toMatchObject({ status: "paid", askingPaymentId: null });
      expect(await owedOf(order)).toBe(0);
      expect(await auditOrder(order.id)).toEqual([]);
    }
  });

  test("rule 21: an automatic refund fails days later: a person is told", async () => {
    const alarms = listenForAlarms();
    const { order, byToss, byPage } = await twoTabs();
    await payOnPage(byPage.payment, { card: cards.failingRefund });
    await confirmWith(byToss.payment, byToss.paymentKey);
    await verify(byPage.payment);
    await turnAround();
    expect(await standingNow(byPage.payment)).toMatchObject({ refunded: 29_000, needs: [] });
    await turnClock(days(1));
    await verify(byPage.payment);
    expect(await standingNow(byPage.payment)).toMatchObject({
      refunded: 0,
      needs: ["refund_failed:refund_came_back"],
    });
    expect(alarms()).toContainEqual(
      expect.objectContaining({ why: "refund_failed", code: "refund_came_back" }),
    );
    expect(await owedOf(order)).toBe(29_000);
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("a Toss virtual account beside a Stripe page", () => {
  test("she pays on the page: the account is closed", async () => {
    const { order, payment: account } = await anAccount(await anOrder());
    const { payment: page } = await anOpenPage(order);
    await payOnPage(page);
    await verify(page);
    await turnAround();
    expect(await paymentNow(account)).toMatchObject({ status: "canceled" });
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: page.id });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("somebody deposits: the page is closed", async () => {
    const { order, payment: account, paymentKey } = await anAccount(await anOrder());
    const { payment: page } = await anOpenPage(order);
    await toss.payments.deposit(paymentKey);
    await lookAndRecord(account.id);
    await turnAround();
    expect(await paymentNow(page)).toMatchObject({ status: "expired" });
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: account.id });
    expect(await payOnPage(page)).toMatchObject({ is: "closed" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("her page expires: the account still waits, and so does her order", async () => {
    const { order, payment: account } = await anAccount(await anOrder());
    await anOpenPage(order);
    await turnClock(seconds(3_600));
    await turnAround();
    expect(await paymentNow(account)).toMatchObject({ status: "waiting_for_deposit" });
    expect(await orderNow(order)).toMatchObject({ status: "waiting_for_deposit" });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

test("an order paid through one gateway is refused as paid by the other", async () => {
  const { order } = await aPaidPayment(await anOrder());
  await expect(anOpenPage(order)).rejects.toMatchObject({ code: "order_already_paid" });
  const other = await aPaidPage(await anOrder());
  await expect(anAuthenticatedPayment(other.order)).rejects.toMatchObject({ code: "order_already_paid" });
});

/** How much of an order's money each gateway says it holds, net of refunds. */
async function keptAt(order: Order) {
  const attempts = await paymentsOf(db, order.id);
  const tossed = await Promise.all(attempts.map((it) => toss.payments.list(it.gatewayOrderId)));
  const striped = await Promise.all(attempts.map((it) => stripe.intents.list(it.gatewayOrderId)));
  const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
  return {
    toss: sum(tossed.flat().map((it) => (it.approvedAt ? it.balanceAmount : 0))),
    stripe: sum(striped.flat().map((it) => it.amount_received - (it.latest_charge?.amount_refunded ?? 0))),
  };
}

/** What our books say the shopper is owed. */
const owedOf = async ({ id }: Order) =>
  (await transfersOf(db, id)).reduce(
    (owed, { credit, debit, amount }) =>
      owed + (credit === "shopper" ? amount : 0) - (debit === "shopper" ? amount : 0),
    0,
  );

const confirmsAsked = async ({ gatewayOrderId }: Payment) =>
  (await writesAsked(gatewayOrderId)).filter(({ operation }) => operation === "confirm_intent");

async function turnAround() {
  for (let turn = 0; turn < 3; turn += 1) {
    await turnClock(seconds(20));
    await reconcileOnce();
  }
}
