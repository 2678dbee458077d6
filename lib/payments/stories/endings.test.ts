import { describe, expect, test } from "vitest";
import { productsBySku } from "@/db/products";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { setOurClock } from "@/testing/clock";
import { fault as faultAtToss, takeMoney, turnClock as turnToss, writesAsked } from "@/testing/gateway";
import {
  aKey,
  anAccount,
  anAttempt,
  anAuthenticatedPayment,
  anIssueWish,
  anOrder,
  anotherAuthenticatedPayment,
  aPaidPayment,
  aProduct,
  authenticate,
  aWish,
  confirmWith,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import {
  anotherProgram,
  writesAsked as askedOfStripe,
  fault,
  turnClock,
  withCurrencies,
} from "@/testing/stripe";
import { anOpenIntent, anOpenPage, charge, payOnPage } from "@/testing/stripe-makers";
import { answerOfConfirm } from "../../answers/payment";
import { auditOrder } from "../../books/invariants";
import { days, hours, minutes, now } from "../../clock";
import { createOrder } from "../../orders/create";
import { askToCancel } from "../ending/cancel-request";
import { cancel, expire } from "../ending/expire";
import { lookAndRecord } from "../engine/look";
import { returnReviewed } from "../refunds/review";
import { voidPayment } from "../refunds/void";
import { issueVirtualAccount } from "../toss/issue";
import { reconcileOnce } from "../worker/reconcile";

/** Mina has authenticated a card in one tab, and a virtual account waits for her deposit in another. */
async function aCardBesideAnAccount() {
  const { sku } = await aProduct({ stock: 3 });
  const { order } = await anAccount(await anOrder([{ sku, quantity: 1 }]));
  const card = await anAuthenticatedPayment(order);
  return { ...card, order: await orderNow(order), sku };
}

const gaveUp = { reason: "changed my mind", address: "192.0.2.1" };

/** Every way to end an order while one of its surfaces is still open. */
const endings: Record<string, (order: Order) => Promise<unknown>> = {
  "its shopper canceled it": (order) => askToCancel(order, gaveUp),
  "its cart changed": async (order) => createOrder(await aWish(), undefined, order, now()),
  "somebody canceled it": ({ id }) => cancel(id, now()),
  "its time is over": async ({ id }) => {
    await turnToss(hours(73));
    await expire(id, now());
  },
};

describe.each(Object.entries(endings))("an account of an order is being closed, because %s", (_, ends) => {
  test("a card authenticated beside it is not charged, and its shopper is told that nothing was charged", async () => {
    const { order, payment, paymentKey, sku } = await aCardBesideAnAccount();
    await ends(order);
    expect((await orderNow(order)).status).toBe("waiting_for_deposit");
    expect(["expired", "canceled"]).toContain((await paymentNow(payment)).status);

    const back = await confirmWith(payment, paymentKey);
    expect(back.captured).toBe(0);
    expect(await writesAsked(payment.gatewayOrderId)).toEqual([]);
    await expect(answerOfConfirm(back)).rejects.toMatchObject({ code: "order_expired" });
    expect(await auditOrder(order.id)).toEqual([]);

    for (let turn = 0; turn < 3; turn += 1) await reconcileOnce();
    expect(["expired", "canceled"]).toContain((await orderNow(order)).status);
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(3);
    await expect(answerOfConfirm(await confirmWith(payment, paymentKey))).rejects.toMatchObject({
      code: expect.stringMatching(/^order_(expired|canceled)$/),
    });
  });

  test("the account is not issued again to anybody who asks", async () => {
    const { order } = await anAccount();
    await ends(order);
    await expect(issueVirtualAccount(order, anIssueWish, now())).rejects.toMatchObject({
      code: "order_expired",
    });
  });
});

test.each(Object.entries(endings).slice(0, 3))(
  "a card form is being closed, because %s: the server charges no card in it",
  async (_, ends) => {
    const { order, payment } = await anOpenIntent();
    await ends(order);
    const refused = await charge(order);
    expect(refused).toMatchObject({ id: payment.id, status: "ready", captured: 0 });
    await expect(answerOfConfirm(refused)).rejects.toMatchObject({ code: "order_expired" });
    expect(
      (await askedOfStripe(payment.gatewayOrderId)).filter(({ operation }) => operation === "confirm_intent"),
    ).toEqual([]);
    await reconcileOnce();
    await reconcileOnce();
    expect(["expired", "canceled"]).toContain((await orderNow(order)).status);
  },
);

describe.each(Object.entries(endings).slice(0, 3))(
  "an order is being ended, because %s, and another instance's clock is minutes behind",
  (_, ends) => {
    test("an authenticated card is not charged, and no other attempt begins", async () => {
      withCurrencies("KRW", "USD");
      const { order, payment, paymentKey } = await aCardBesideAnAccount();
      await ends(order);
      setOurClock(-minutes(3));
      const standing = await orderNow(order);
      const isOver = { code: "order_expired" };
      await expect(answerOfConfirm(await confirmWith(payment, paymentKey))).rejects.toMatchObject(isOver);
      await expect(anAttempt(standing)).rejects.toMatchObject(isOver);
      await expect(anAccount(standing)).rejects.toMatchObject(isOver);
      await expect(anOpenPage(standing)).rejects.toMatchObject(isOver);
      expect(await writesAsked(payment.gatewayOrderId)).toEqual([]);
      expect(await auditOrder(order.id)).toEqual([]);
    });

    test("the server charges no card in a form that is still open", async () => {
      const { order, payment } = await anOpenIntent();
      await ends(order);
      setOurClock(-minutes(3));
      await expect(answerOfConfirm(await charge(order))).rejects.toMatchObject({ code: "order_expired" });
      const asked = await askedOfStripe(payment.gatewayOrderId);
      expect(asked.filter(({ operation }) => operation === "confirm_intent")).toEqual([]);
    });
  },
);

test("an order that is paid on its open page while it is being ended counts as paid", async () => {
  const { order, payment } = await anOpenPage();
  await cancel(order.id, now());
  expect((await orderNow(order)).endingSince).not.toBeNull();
  await payOnPage(payment);
  await reconcileOnce();
  expect(await orderNow(order)).toMatchObject({ status: "paid", endingSince: null });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("an order that is paid in another way does not issue its account again", async () => {
  const { order, payment, paymentKey } = await aCardBesideAnAccount();
  expect(await confirmWith(payment, paymentKey)).toMatchObject({ status: "paid" });
  await expect(issueVirtualAccount(order, anIssueWish, now())).rejects.toMatchObject({
    code: "order_already_paid",
  });
});

test("an authorization is voided: a card authenticated beside it is not charged", async () => {
  withCurrencies("KRW", "USD");
  const order = await anOrder();
  const card = await anAuthenticatedPayment(order);
  const { payment, intentId } = await anOpenIntent(await orderNow(order));
  await anotherProgram().paymentIntents.update(intentId, { capture_method: "manual" });
  await charge(order);
  const away = await fault("away");
  const audit = { actor: "staff", action: "void_asked", subject: order.number, detail: {} } as const;
  await voidPayment({
    paymentId: payment.id,
    reason: "Sold out",
    requestedBy: "staff",
    keyed: aKey(),
    audit,
    waitMs: 8_000,
  });
  expect(await paymentNow(card.payment)).toMatchObject({ status: "canceled" });
  await away.mend();
  await turnClock(minutes(2));
  for (let turn = 0; turn < 3; turn += 1) await reconcileOnce();
  expect(await confirmWith(card.payment, card.paymentKey)).toMatchObject({ captured: 0 });
  expect(await writesAsked(card.payment.gatewayOrderId)).toEqual([]);
  expect((await orderNow(order)).status).toBe("canceled");
});

test("money in review is returned while an account is open: a card beside it is not charged", async () => {
  const { order, payment } = await aCardBesideAnAccount();
  const other = await anotherAuthenticatedPayment(order);
  const amount = payment.amount + 100;
  const key = await authenticate(payment, undefined, amount);
  await takeAuthorized(payment, key, amount);
  expect((await orderNow(order)).status).toBe("in_review");
  await returnReviewed(order.id, "not what was asked", "staff", now());
  expect(await confirmWith(other.payment, other.paymentKey)).toMatchObject({
    status: "canceled",
    captured: 0,
  });
  expect(await writesAsked(other.payment.gatewayOrderId)).toEqual([]);
});

async function takeAuthorized(payment: Payment, paymentKey: string, amount: number) {
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount });
  await lookAndRecord(payment.id);
}

test("a confirm that was sent in time is charged, although the order's time ends before the answer comes", async () => {
  const { order, payment } = await anAttempt();
  await turnToss(minutes(39));
  const paymentKey = await authenticate(payment);
  const away = await faultAtToss("away");
  expect(await confirmWith(payment, paymentKey)).toMatchObject({ status: "confirming" });
  await turnToss(minutes(2));
  await reconcileOnce();
  expect((await orderNow(order)).status).toBe("open");
  await away.mend();
  for (let turn = 0; turn < 4; turn += 1) {
    await turnToss(minutes(1));
    await reconcileOnce();
  }
  expect(await paymentNow(payment)).toMatchObject({ status: "paid" });
  expect(await auditOrder(order.id)).toEqual([]);
});

describe("no order keeps its stock forever", () => {
  /** Every state in which an unpaid order may hold stock. */
  const standing: Record<string, (order: Order) => Promise<unknown>> = {
    "an abandoned attempt": (order) => anAuthenticatedPayment(order),
    "a Stripe page that nobody opened": (order) => anOpenPage(order),
    "an abandoned card form": (order) => anOpenIntent(order),
    "an unanswered bank challenge": async (order) => {
      await anOpenIntent(order);
      await charge(order, "pm_card_authenticationRequired");
    },
    "an authorization that the bank released": async (order) => {
      const { intentId } = await anOpenIntent(order);
      await anotherProgram().paymentIntents.update(intentId, { capture_method: "manual" });
      await charge(order);
      await anotherProgram().paymentIntents.cancel(intentId);
    },
    "an account without a deposit": (order) => anAccount(order),
    "a confirm that never reached the gateway": async (order) => {
      const { payment, paymentKey } = await anAuthenticatedPayment(order);
      const away = await faultAtToss("away");
      await confirmWith(payment, paymentKey);
      await turnToss(hours(1));
      await away.mend();
    },
    "an opening that was never answered": async (order) => {
      const away = await fault("away");
      await anOpenPage(order);
      await turnClock(hours(1));
      await away.mend();
    },
  };

  test.each(Object.entries(standing))("%s", async (_, leaves) => {
    withCurrencies("KRW", "USD");
    const { sku } = await aProduct({ stock: 3 });
    const order = await anOrder([{ sku, quantity: 1 }]);
    await leaves(order);
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(2);
    for (let day = 0; day < 4; day += 1) {
      await turnClock(days(1));
      for (let turn = 0; turn < 3; turn += 1) await reconcileOnce();
    }
    const after = await orderNow(order);
    expect(after).toMatchObject({ status: expect.stringMatching(/^(expired|canceled)$/), stockTaken: false });
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(3);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("except a paid one", async () => {
    const { sku } = await aProduct({ stock: 3 });
    await aPaidPayment(await anOrder([{ sku, quantity: 1 }]));
    await turnClock(days(40));
    for (let turn = 0; turn < 3; turn += 1) await reconcileOnce();
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(2);
  });
});
