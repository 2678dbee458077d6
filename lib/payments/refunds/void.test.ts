import { describe, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { productsBySku } from "@/db/products";
import { refundsOf } from "@/db/refunds";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { aForm, deskAddress, haneul, jiwoo } from "@/testing/desk-people";
import {
  aKey,
  anAuthenticatedPayment,
  anOrder,
  aProduct,
  callsNow,
  confirmWith,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import {
  anotherProgram,
  atStripe,
  fault,
  stripe,
  turnClock,
  withCurrencies,
  writesAsked,
} from "@/testing/stripe";
import { aDollarOrder, anOpenIntent, anOpenPage, cards, charge } from "@/testing/stripe-makers";
import { answerOfRefundOrVoid } from "../../answers/refund";
import { auditOrder, faultsOf } from "../../books/invariants";
import { readBooks } from "../../books/read";
import { unrestOf } from "../../books/rest";
import { days, minutes, now } from "../../clock";
import { voidByStaff } from "../../desk/acts/void";
import { hashBody, type KeyedRequest } from "../../http/idempotency";
import { expire } from "../ending/expire";
import { lookAndRecord } from "../engine/look";
import { openStripe } from "../stripe/open";
import { presentStatus } from "../view/present";
import { reconcileOnce } from "../worker/reconcile";
import { type RefundOfOrder, refundOrVoid } from "./refund-by-number";

// Another program with the shop's keys set this account's intents to manual capture: Mina's bank holds the money for
// her order, and nobody has captured it.

const office = { actor: "key:key_1", address: "203.0.113.7" };
const callOff = ({ number }: Order, differs: Partial<RefundOfOrder> = {}) =>
  refundOrVoid(number, "stripe", {
    amount: undefined,
    reason: "Sold out",
    keyed: aKey(),
    ...office,
    ...differs,
  });

const byHand = (intentId: string) =>
  anotherProgram().paymentIntents.update(intentId, { capture_method: "manual" });

/** Her card was charged on the shop's own page. */
async function aHeldIntent() {
  const { sku } = await aProduct({ stock: 3 });
  const { order, payment, intentId } = await anOpenIntent(await aDollarOrder([{ sku, quantity: 1 }]));
  await byHand(intentId);
  expect(await charge(order)).toMatchObject({ status: "authorized", captured: 0 });
  return { order: await orderNow(order), payment: await paymentNow(payment), sku };
}

/** Her card was charged on Stripe's page, and the shop learned of it by looking. */
async function aHeldPage() {
  const { sku } = await aProduct({ stock: 3 });
  const { order, payment } = await anOpenPage(await aDollarOrder([{ sku, quantity: 1 }]));
  const paid = await stripe.sessions.pay(payment.gatewaySessionKey ?? "", { card: cards.asks });
  const intentId = paid.is === "challenge" ? paid.intentId : "";
  await byHand(intentId);
  await stripe.intents.challenge(intentId, "complete");
  expect(await lookAndRecord(payment.id)).toMatchObject({ status: "authorized" });
  return { order: await orderNow(order), payment: await paymentNow(payment), sku };
}

async function later() {
  for (let turn = 0; turn < 3; turn += 1) {
    await turnClock(minutes(1));
    await reconcileOnce();
  }
}

const stockOf = async (sku: string) => (await productsBySku(db, [sku]))[0]?.stock;
const cancelsAsked = async ({ gatewayOrderId }: Payment) =>
  (await writesAsked(gatewayOrderId)).filter(({ operation }) => operation === "cancel_intent");

describe.each([
  ["in the card form", aHeldIntent],
  ["on Stripe's page", aHeldPage],
])("paid %s and not captured", (_, held) => {
  test("the order is authorized: nothing else is charged for it, and it does not expire", async () => {
    const { order, payment } = await held();
    const authorized = { status: "authorized", winnerPaymentId: payment.id, askingPaymentId: null };
    expect(order).toMatchObject({ ...authorized, stockTaken: true });
    expect(presentStatus(order, [payment]).next.action).toBe("none");
    await expect(openStripe(order, { origin: null, keyed: undefined, waitMs: 0 })).rejects.toMatchObject({
      code: "order_already_paid",
    });
    expect(await expire(order.id, now())).toBeUndefined();
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("the shop voids it: the bank releases it, the order ends, and its products are for sale again", async () => {
    const { order, payment, sku } = await held();
    const given = await callOff(order);
    expect(await answerOfRefundOrVoid(given)).toMatchObject({
      body: { refund: null, payment: { status: "canceled", captured: 0, refunded: 0 } },
    });
    expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ status: "canceled", amount_received: 0 });
    await later();
    expect(await orderNow(order)).toMatchObject({
      status: "canceled",
      stockTaken: false,
      askingPaymentId: null,
    });
    expect(await stockOf(sku)).toBe(3);
    expect(await refundsOf(db, payment.id)).toEqual([]);
    expect(await storyOf(order)).toContain("void_asked");
    expect(await auditOf(db, order.number)).toMatchObject([{ action: "void_asked", ...office }]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("a part cannot be voided; all of it, given as an amount, can", async () => {
    const { order, payment } = await held();
    await expect(callOff(order, { amount: payment.amount - 1 })).rejects.toMatchObject({
      code: "payment_not_captured",
      status: 409,
    });
    expect(await callsNow(payment)).not.toContainEqual(expect.objectContaining({ kind: "close" }));
    expect((await callOff(order, { amount: payment.amount })).payment).toMatchObject({ status: "canceled" });
  });

  test("rule 24: the same key gets the same answer, during the void and after it", async () => {
    const { order, payment } = await held();
    const keyed: KeyedRequest = {
      caller: "key_1",
      operation: "refund",
      key: order.id,
      bodyHash: hashBody({ reason: "Sold out" }),
    };
    await Promise.all(Array.from({ length: 5 }, () => callOff(order, { keyed })));
    await later();
    expect(await callOff(order, { keyed })).toMatchObject({
      replayed: true,
      refund: undefined,
      payment: { id: payment.id, status: "canceled" },
    });
    await expect(callOff(order, { keyed: { ...keyed, bodyHash: "another" } })).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    expect((await cancelsAsked(payment)).filter(({ acted }) => acted)).toHaveLength(1);
    expect(await auditOf(db, order.number)).toHaveLength(1);
  });

  test.each(["drop_before", "drop_after", "away"] as const)(
    "%s: the result is unknown, 202, and found later, once",
    async (kind) => {
      const { order, payment } = await held();
      const broken = await fault(kind, kind === "away" ? {} : { operation: "cancel_intent" });
      const blind = await fault("away", { operation: "look" });
      const given = await callOff(order);
      expect(await answerOfRefundOrVoid(given)).toMatchObject({
        status: 202,
        body: { refund: null, payment: { status: "authorized" } },
      });
      await broken.mend();
      await blind.mend();
      await later();
      expect(await paymentNow(payment)).toMatchObject({ status: "canceled" });
      expect((await cancelsAsked(payment)).filter(({ acted }) => acted)).toHaveLength(1);
      expect(await orderNow(order)).toMatchObject({ status: "canceled" });
      expect(await auditOrder(order.id)).toEqual([]);
    },
  );

  test("another program captured it just before: it counts as paid, and the caller is told", async () => {
    const { order, payment } = await held();
    await anotherProgram().paymentIntents.capture((await atStripe(payment.gatewayOrderId)).id);
    await expect(callOff(order).then(answerOfRefundOrVoid)).rejects.toMatchObject({
      code: "payment_not_open",
    });
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    await later();
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("nobody acts, and no webhook comes: the bank releases it after a week, and the order ends", async () => {
    const { order, payment } = await held();
    await turnClock(days(8));
    await later();
    expect(await paymentNow(payment)).toMatchObject({ status: "canceled" });
    expect(await orderNow(order)).toMatchObject({ status: "expired", askingPaymentId: null });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("Jiwoo voids it at the desk; a double click is one void, and a viewer may not", async () => {
    const { order, payment } = await held();
    const wish = { reason: "Sold out", keyed: aForm(jiwoo, payment.id), address: deskAddress };
    await expect(voidByStaff(haneul, payment.id, wish)).rejects.toMatchObject({ code: "forbidden" });
    await Promise.all([1, 2].map(() => voidByStaff(jiwoo, payment.id, wish)));
    await later();
    expect(await voidByStaff(jiwoo, payment.id, wish)).toMatchObject({ status: "canceled" });
    await expect(
      voidByStaff(jiwoo, payment.id, { ...wish, keyed: aForm(jiwoo, "again") }),
    ).rejects.toMatchObject({ code: "payment_not_open" });
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "void_asked", actor: "staff:st_jiwoo", address: deskAddress },
    ]);
    expect((await cancelsAsked(payment)).filter(({ acted }) => acted)).toHaveLength(1);
  });
});

test("authorized while another gateway was paid first: it is voided automatically, and the shopper pays once", async () => {
  withCurrencies("USD", "KRW");
  const { order, payment } = await anOpenPage(await anOrder());
  const begun = await stripe.sessions.pay(payment.gatewaySessionKey ?? "", { card: cards.asks });
  const intentId = begun.is === "challenge" ? begun.intentId : "";
  await byHand(intentId);
  const byToss = await anAuthenticatedPayment(order);
  expect(await confirmWith(byToss.payment, byToss.paymentKey)).toMatchObject({ status: "paid" });
  await stripe.intents.challenge(intentId, "complete");
  await lookAndRecord(payment.id);
  expect(await paymentNow(payment)).toMatchObject({ status: "authorized" });
  const paid = { status: "paid", winnerPaymentId: byToss.payment.id, askingPaymentId: null };
  expect(await orderNow(order)).toMatchObject(paid);
  await later();
  expect(await paymentNow(payment)).toMatchObject({ status: "canceled", captured: 0 });
  expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ status: "canceled", amount_received: 0 });
  expect(await orderNow(order)).toMatchObject(paid);
  const books = await readBooks(order.id);
  expect([...faultsOf(books), ...unrestOf(books)]).toEqual([]);
});
