import { describe, expect, onTestFinished, test } from "vitest";
import { auditOf } from "@/db/audit";
import { latestCancelRequest } from "@/db/cancel-requests";
import { refundsOf } from "@/db/refunds";
import { type Order, orders, type Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { aForm, deskAddress, minho, sora, withRefundLimits } from "@/testing/desk-people";
import { fault, toss, writesAsked } from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  aPaidPayment,
  byLetter,
  getsAnAddress,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { turnClock } from "@/testing/stripe";
import { aPaidPage } from "@/testing/stripe-makers";
import { answerOfCancelRequest } from "../../answers/cancel";
import { auditOrder } from "../../books/invariants";
import { minutes, now, seconds } from "../../clock";
import { approveRefund, rejectRefund } from "../../desk/acts/approvals";
import { refundByStaff } from "../../desk/acts/refund";
import { markShipped } from "../../desk/acts/ship";
import { accessToken } from "../../orders/access";
import { statusOf } from "../../orders/status";
import { env } from "../../settings/env";
import type { ShopperCancel } from "../../settings/variables";
import { lookAndRecord } from "../engine/look";
import { betweenRefundsMs } from "../engine/reserve-refund";
import { nameAccount } from "../refunds/name-account";
import { reconcileOnce } from "../worker/reconcile";
import { askToCancel } from "./cancel-request";
import { expire } from "./expire";

const mina = { reason: "마음이 바뀌었어요", address: "203.0.113.7" };
const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };

/** Sets what the shop lets its shoppers do, until the test ends. */
function withShopperCancel(mode: ShopperCancel) {
  const settings = env();
  const before = settings.shopperCancel;
  settings.shopperCancel = mode;
  onTestFinished(() => {
    settings.shopperCancel = before;
  });
}

/** Mina asks to cancel; returns the HTTP response. */
async function asks(order: Order, more: { account?: typeof account } = {}) {
  const { body, status = 200 } = {
    status: undefined,
    ...(await answerOfCancelRequest(
      order,
      await askToCancel(order, {
        ...mina,
        account: more.account && { account: more.account, proof: "letter" },
      }),
    )),
  };
  return { outcome: body.outcome, state: body.request.state, status };
}

async function minaSees({ id, number }: Order) {
  const own = await statusOf(number, new Headers({ "order-token": await accessToken(id) }));
  if (!own) throw new Error("It is not hers.");
  return own.status;
}

const requestOf = ({ id }: Order) => latestCancelRequest(db, id);
const cancelsAsked = async ({ gatewayOrderId }: Payment) =>
  (await writesAsked(gatewayOrderId)).filter(({ operation }) => operation === "cancel");

/** Staff refund the payment, by default everything that is left. */
async function givesBack(payment: Payment, amount?: number, staff = sora) {
  const { captured, refunded, refundPending } = await paymentNow(payment);
  const wish = { amount, expectedLeft: captured - refunded - refundPending, reason: "Asked for" };
  return refundByStaff(staff, payment.id, { ...wish, keyed: aForm(staff, wish), address: deskAddress });
}

/** Advances the clock until nothing is left to send. */
async function later() {
  for (let turn = 0; turn < 6; turn += 1) {
    await turnClock(minutes(1));
    await reconcileOnce();
  }
}

const paid = { toss: aPaidPayment, stripe: aPaidPage };

describe("where the shop answers each request itself", () => {
  test("pressing several times makes one request, which appears in the order's history, and moves no money", async () => {
    const { order, payment } = await aPaidPayment();
    expect(await minaSees(order)).toMatchObject({
      cancel: {
        way: "ask",
        goes_back: { amount: 29_000, expected: { kind: "card", by: null } },
        request: null,
      },
      next: { ask_again_in_ms: null },
    });
    const pressed = await Promise.all(Array.from({ length: 5 }, () => asks(order)));
    for (const answer of pressed) expect(answer).toEqual({ outcome: "asked", state: "asked", status: 200 });
    expect((await storyOf(order)).filter((kind) => kind === "cancel_asked")).toHaveLength(1);
    expect(await auditOf(db, order.number)).toMatchObject([
      { actor: "shopper", action: "cancel_asked", address: mina.address },
    ]);
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 0 });
    expect(await minaSees(order)).toMatchObject({
      cancel: { way: "no", goes_back: null, request: { state: "asked", reason: mina.reason, answer: null } },
      next: { ask_again_in_ms: seconds(60) },
    });
  });

  test("a full refund by staff grants the request, and a partial one does not", async () => {
    const { order, payment } = await aPaidPayment();
    await asks(order);
    await givesBack(payment, 9_000);
    expect(await requestOf(order)).toMatchObject({ state: "asked" });
    await turnClock(betweenRefundsMs);
    await givesBack(payment);
    expect(await requestOf(order)).toMatchObject({ state: "granted", decidedBy: "staff:st_sora" });
    expect(await asks(order)).toEqual({ outcome: "refunded", state: "granted", status: 200 });
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "cancel_asked" },
      { action: "refund_asked" },
      { action: "cancel_request_granted", actor: "staff:st_sora" },
      { action: "refund_asked" },
    ]);
  });

  test("a full refund in the gateway's own console grants it too", async () => {
    const { order, payment, paymentKey } = await aPaidPayment();
    await asks(order);
    await toss.payments.cancel(paymentKey, { reason: "변심" });
    await lookAndRecord(payment.id);
    expect(await requestOf(order)).toMatchObject({ state: "granted", decidedBy: "gateway" });
  });

  test("while a refund needs approval Mina waits and hears of no money; if it is rejected she keeps waiting", async () => {
    withRefundLimits({ approvalAbove: 10_000 });
    const { order, payment } = await aPaidPayment();
    await asks(order);
    const refund = await givesBack(payment);
    expect(await minaSees(order)).toMatchObject({ refunds: [], cancel: { request: { state: "asked" } } });
    await rejectRefund(minho, refund.id, { why: "Too much", address: deskAddress }, now());
    expect(await minaSees(order)).toMatchObject({ refunds: [], cancel: { request: { state: "asked" } } });
    await turnClock(betweenRefundsMs);
    const again = await givesBack(payment);
    await approveRefund(minho, again.id, deskAddress, now());
    expect(await requestOf(order)).toMatchObject({ state: "granted", decidedBy: "staff:st_minho" });
    expect(await minaSees(order)).toMatchObject({ refunds: [{ state: "done", amount: 29_000 }] });
  });

  test("a refund that the gateway then refuses turns into a request again, and Mina is told", async () => {
    const { order, payment } = await aPaidPayment();
    await asks(order);
    const refusing = await fault("error", { operation: "cancel", code: "EXCEED_MAX_REFUND_DUE" });
    expect(await givesBack(payment)).toMatchObject({ state: "failed" });
    await refusing.mend();
    expect(await requestOf(order)).toMatchObject({ state: "asked", decidedBy: null });
    expect(await minaSees(order)).toMatchObject({ refunds: [{ state: "failed", amount: 29_000 }] });
    await turnClock(betweenRefundsMs);
    await givesBack(payment);
    expect(await requestOf(order)).toMatchObject({ state: "granted" });
    // The later refund replaces the failed one.
    expect((await minaSees(order)).refunds.map(({ state }) => state)).toEqual(["done"]);
  });
});

describe.each(["toss", "stripe"] as const)("where the shop refunds immediately, through %s", (gateway) => {
  test("an order that was not shipped is refunded in full, once, however often the button is pressed", async () => {
    withShopperCancel("refund");
    const { order, payment } = await paid[gateway]();
    expect(await minaSees(order)).toMatchObject({
      cancel: { way: "refund", goes_back: { amount: payment.captured } },
    });
    const pressed = await Promise.all(Array.from({ length: 5 }, () => asks(order)));
    for (const { state } of pressed) expect(state).toBe("granted");
    await later();
    expect(await asks(order)).toEqual({ outcome: "refunded", state: "granted", status: 200 });
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { state: "done", amount: payment.captured, requestedBy: "shopper", reason: mina.reason },
    ]);
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "cancel_asked" },
      { action: "cancel_request_granted", actor: "shopper" },
      { action: "refund_asked", actor: "shopper", address: mina.address },
    ]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("an order that was shipped or partially refunded waits for the shop's answer", async () => {
    withShopperCancel("refund");
    const sent = await paid[gateway]();
    await getsAnAddress(sent.order);
    await markShipped(sora, sent.order.id, { shipped: true, address: deskAddress }, now());
    expect(await asks(sent.order)).toEqual({ outcome: "asked", state: "asked", status: 200 });
    const part = await paid[gateway]();
    await givesBack(part.payment, 700);
    expect((await minaSees(part.order)).cancel).toMatchObject({
      way: "ask",
      goes_back: { amount: part.payment.captured - 700 },
    });
    expect(await asks(part.order)).toEqual({ outcome: "asked", state: "asked", status: 200 });
    expect(await paymentNow(sent.payment)).toMatchObject({ refunded: 0, refundPending: 0 });
    expect(await paymentNow(part.payment)).toMatchObject({ refunded: 700, refundPending: 0 });
  });

  test("shipped and canceled at one moment: one of the two happens", async () => {
    withShopperCancel("refund");
    const { order, payment } = await paid[gateway]();
    await getsAnAddress(order);
    const [, sent] = await Promise.all([
      askToCancel(order, mina),
      markShipped(sora, order.id, { shipped: true, address: deskAddress }, now()).then(
        () => "sent",
        ({ code }) => code,
      ),
    ]);
    await later();
    const { refunded } = await paymentNow(payment);
    const request = await requestOf(order);
    expect([
      ["sent", "asked", 0],
      ["order_refunded", "granted", payment.captured],
    ]).toContainEqual([sent, request?.state, refunded]);
  });
});

describe("where the shop refunds immediately", () => {
  test("the gateway refunds without answering: the shopper is told that it is on its way and presses again: one refund", async () => {
    withShopperCancel("refund");
    const { order, payment } = await aPaidPayment();
    const cut = await fault("drop_after", { operation: "cancel" });
    expect(await asks(order)).toEqual({ outcome: "refunding", state: "granted", status: 202 });
    expect(await minaSees(order)).toMatchObject({
      refunds: [{ state: "asked", amount: 29_000, done_at: null, expected: { by: null } }],
      cancel: { way: "no", request: { state: "granted" } },
      next: { action: "none", ask_again_in_ms: seconds(5) },
    });
    expect(await asks(order)).toMatchObject({ outcome: "refunding", status: 202 });
    await cut.mend();
    await later();
    expect(await asks(order)).toEqual({ outcome: "refunded", state: "granted", status: 200 });
    expect(await refundsOf(db, payment.id)).toHaveLength(1);
    expect((await toss.payments.list(payment.gatewayOrderId))[0]?.cancels).toHaveLength(1);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("a refund that the gateway refuses becomes a request for the shop to answer, and can be requested again", async () => {
    withShopperCancel("refund");
    const { order, payment } = await aPaidPayment();
    const refusing = await fault("error", { operation: "cancel", code: "EXCEED_MAX_REFUND_DUE" });
    expect(await asks(order)).toEqual({ outcome: "asked", state: "asked", status: 200 });
    await refusing.mend();
    expect(await paymentNow(payment)).toMatchObject({ refunded: 0, refundPending: 0 });
    await turnClock(betweenRefundsMs);
    expect(await asks(order)).toEqual({ outcome: "refunded", state: "granted", status: 200 });
  });

  test("a deposit is refunded to the named account, and an account that the bank refuses is asked for again", async () => {
    withShopperCancel("refund");
    const { order, payment, paymentKey } = await anAccount();
    await toss.payments.deposit(paymentKey);
    await lookAndRecord(payment.id);
    const wrong = { ...account, holderName: "MISMATCH" };
    expect(await asks(order, { account: wrong })).toMatchObject({ outcome: "refunding", status: 202 });
    expect(await minaSees(order)).toMatchObject({
      next: { action: "name_account" },
      refunds: [{ state: "waiting_for_account", expected: { kind: "account" } }],
    });
    await nameAccount(order, account, undefined, now(), byLetter);
    await later();
    expect(await asks(order)).toMatchObject({ outcome: "refunding" });
    await toss.payments.refundStatus(paymentKey, "COMPLETED");
    await lookAndRecord(payment.id);
    expect(await asks(order)).toMatchObject({ outcome: "refunded" });
    expect((await cancelsAsked(payment)).at(-1)?.body).toMatchObject({ refundReceiveAccount: account });
  });

  test("a deposit without an account waits for one, which the page asks for", async () => {
    withShopperCancel("refund");
    const { order, payment, paymentKey } = await anAccount();
    await toss.payments.deposit(paymentKey);
    await lookAndRecord(payment.id);
    expect(await asks(order)).toEqual({ outcome: "refunding", state: "granted", status: 202 });
    expect((await minaSees(order)).next.action).toBe("name_account");
    expect(await cancelsAsked(payment)).toEqual([]);
  });
});

describe("an unpaid order", () => {
  test("ends at once, and stays canceled when it is requested again", async () => {
    const { order } = await anAttempt();
    expect((await minaSees(order)).cancel).toMatchObject({ way: "cancel", goes_back: null });
    expect(await asks(order)).toEqual({ outcome: "canceled", state: "granted", status: 200 });
    expect(await asks(order)).toEqual({ outcome: "canceled", state: "granted", status: 200 });
    expect(await orderNow(order)).toMatchObject({ status: "canceled", stockTaken: false });
  });

  test("with a virtual account is canceled once the account is closed", async () => {
    const { order } = await anAccount();
    expect(await asks(order)).toEqual({ outcome: "canceling", state: "granted", status: 202 });
    expect(await asks(order)).toEqual({ outcome: "canceling", state: "granted", status: 202 });
    await later();
    await expire(order.id, now());
    expect(await orderNow(order)).toMatchObject({ status: "canceled" });
    expect(await asks(order)).toEqual({ outcome: "canceled", state: "granted", status: 200 });
  });

  test("is paid by a deposit that comes first, and the shop must answer the request", async () => {
    const { order, payment, paymentKey } = await anAccount();
    await asks(order);
    await toss.payments.deposit(paymentKey);
    await lookAndRecord(payment.id);
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
    expect(await requestOf(order)).toMatchObject({ state: "asked", decidedBy: null });
    expect(await asks(order)).toEqual({ outcome: "asked", state: "asked", status: 200 });
  });

  test("is not canceled while a payment of it is being asked about", async () => {
    const { order, payment } = await anAuthenticatedPayment();
    await transaction((tx) => tx.update(orders).set({ askingPaymentId: payment.id }));
    await expect(askToCancel(order, mina)).rejects.toMatchObject({ code: "payment_in_progress" });
    expect(await requestOf(order)).toBeUndefined();
  });
});

describe("there is nothing to cancel", () => {
  test("where the shop does not allow it", async () => {
    withShopperCancel("off");
    for (const { order } of [await aPaidPayment(), { order: await anOrder() }]) {
      expect((await minaSees(order)).cancel).toEqual({ way: "no", goes_back: null, request: null });
      await expect(askToCancel(order, mina)).rejects.toMatchObject({ code: "cancel_not_possible" });
    }
  });

  test("once it is fully refunded, or while it is in review", async () => {
    const { order, payment } = await aPaidPayment();
    await givesBack(payment);
    await expect(askToCancel(order, mina)).rejects.toMatchObject({ code: "cancel_not_possible" });
    const inReview = await aPaidPayment();
    await transaction((tx) => tx.update(orders).set({ status: "in_review" }));
    await expect(askToCancel(inReview.order, mina)).rejects.toMatchObject({ code: "cancel_not_possible" });
  });
});
