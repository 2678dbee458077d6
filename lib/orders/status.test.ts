import { describe, expect, test, vi } from "vitest";
import * as ordersTable from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import type { Order } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { fault, takeMoney, turnClock } from "@/testing/gateway";
import {
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  anotherAuthenticatedPayment,
  aPaidPayment,
  authenticate,
  confirmWith,
  orderNow,
} from "@/testing/makers";
import { now, seconds } from "../clock";
import { paymentStatus } from "../contracts/payments";
import { cancel } from "../payments/ending/expire";
import { lookAndRecord } from "../payments/engine/look";
import { refund } from "../payments/refunds/refund";
import { presentStatus } from "../payments/view/present";
import { reconcileOnce } from "../payments/worker/reconcile";
import { accessToken } from "./access";
import { statusOf, waitForChange } from "./status";

/** The status anybody may request, which must match the contract in every state. */
async function told({ id }: Pick<Order, "id">) {
  const status = presentStatus(await orderNow({ id }), await paymentsOf(db, id));
  expect(paymentStatus.reply.safeParse(status).error).toBeUndefined();
  return status;
}

describe("an order's status and next step", () => {
  test("open: it can be paid", async () => {
    expect(await told(await anOrder())).toMatchObject({
      order: { status: "open" },
      payments: [],
      captured: 0,
      next: { action: "pay" },
    });
    const { order } = await anAttempt();
    expect(await told(order)).toMatchObject({ payments: [{ status: "ready" }], next: { action: "pay" } });
  });

  test("being ended: wait until the gateway has closed it, and do not pay", async () => {
    const order = await anOrder();
    await transaction((tx) => ordersTable.writeOrder(tx, order.id, { endingSince: now() }));
    expect(await told(order)).toMatchObject({
      order: { status: "open" },
      next: { action: "wait", detail: expect.stringContaining("Do not pay"), ask_again_in_ms: 2_000 },
    });
  });

  test("the gateway has not answered: wait, and do not pay again", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    await fault("away");
    await confirmWith(payment, paymentKey);
    expect(await told(order)).toMatchObject({
      order: { status: "open" },
      payments: [{ status: "confirming", captured: 0 }],
      next: { action: "wait", detail: expect.stringContaining("Do not pay again"), ask_again_in_ms: 2_000 },
    });
  });

  test("paid: with its card and its receipt, and no next step", async () => {
    const { order } = await aPaidPayment();
    expect(await told(order)).toMatchObject({
      order: { status: "paid" },
      captured: 29_000,
      refunded: 0,
      refundable: 29_000,
      payments: [
        {
          status: "paid",
          winner: true,
          card: { issuer: "41", number: expect.stringContaining("*"), installment_months: 0 },
          receipt_url: expect.stringMatching(/^http/),
          approved_at: expect.any(String),
        },
      ],
      next: { action: "none", ask_again_in_ms: null },
    });
  });

  test("a pending refund is shown, and later that it is done", async () => {
    const { order, payment } = await aPaidPayment();
    await fault("away");
    const wish = { paymentId: payment.id, amount: 9_000, reason: "변심", requestedBy: "sora", waitMs: 8_000 };
    expect(await refund(wish)).toMatchObject({ state: "asked" });
    expect(await told(order)).toMatchObject({
      payments: [{ refund_pending: 9_000, refundable: 20_000 }],
      next: { action: "none", detail: expect.stringContaining("on its way"), ask_again_in_ms: 5_000 },
    });
  });

  test("declined: failed, why, and that it can be paid again", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment(undefined, "insufficient_balance");
    await confirmWith(payment, paymentKey);
    expect(await told(order)).toMatchObject({
      order: { status: "open" },
      payments: [{ status: "failed", failure: { code: "REJECT_CARD_PAYMENT" } }],
      next: { action: "pay" },
    });
  });

  test("in review: ask the shop", async () => {
    const { order, payment } = await anAttempt();
    await takeMoney({
      paymentKey: await authenticate(payment, undefined, 30_000),
      orderId: payment.gatewayOrderId,
      amount: 30_000,
    });
    await lookAndRecord(payment.id);
    expect(await told(order)).toMatchObject({
      order: { status: "in_review" },
      payments: [{ status: "in_review", captured: 30_000, winner: false }],
      captured: 0,
      next: { action: "contact_shop" },
    });
  });

  test("ended: order again; and after a late charge, that its refund is on its way", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    await cancel(order.id, now());
    expect(await told(order)).toMatchObject({
      order: { status: "canceled" },
      next: { action: "order_again" },
    });
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
    await lookAndRecord(payment.id);
    expect((await told(order)).next.detail).toContain("on its way back");
    await turnClock(seconds(2));
    await reconcileOnce();
    expect(await told(order)).toMatchObject({
      payments: [{ status: "refunded", winner: false }],
      next: { action: "order_again", detail: expect.stringContaining("Nothing is owed") },
    });
  });

  test("a second charge is shown beside the winner, and is not counted in the order's totals", async () => {
    const first = await anAuthenticatedPayment();
    const second = await anotherAuthenticatedPayment(first.order);
    await confirmWith(first.payment, first.paymentKey);
    await takeMoney({
      paymentKey: second.paymentKey,
      orderId: second.payment.gatewayOrderId,
      amount: second.payment.amount,
    });
    await lookAndRecord(second.payment.id);
    expect(await told(first.order)).toMatchObject({
      captured: 29_000,
      refundable: 29_000,
      payments: [
        { status: "paid", winner: true },
        { status: "paid", winner: false, refund_pending: 29_000 },
      ],
    });
  });
});

test("only the order's own shopper sees it", async () => {
  const { order } = await aPaidPayment();
  const headers = new Headers({ "order-token": await accessToken(order.id) });
  expect(await statusOf(order.number, headers)).toMatchObject({ access: "owner" });
  expect(await statusOf(order.number, new Headers())).toBeUndefined();
});

describe("a status request that waits for a change", () => {
  const held = async (order: Order, since: number | undefined, gone = new AbortController().signal) => {
    const headers = new Headers({ "order-token": await accessToken(order.id) });
    return waitForChange(order.number, headers, { since, waitMs: seconds(20), gone });
  };

  test("is answered when something has changed", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    const asked = held(order, (await orderNow(order)).version);
    await confirmWith(payment, paymentKey);
    turnOurClock(seconds(1));
    expect((await asked)?.status.order.status).toBe("paid");
  });

  test("costs one database query at a time, for any number of callers and orders", async () => {
    const [first, other] = [await anAuthenticatedPayment(), await anAttempt()];
    const spy = vi.spyOn(ordersTable, "orderVersions");
    const gone = new AbortController();
    const { version } = await orderNow(first.order);
    const { version: otherVersion } = await orderNow(other.order);
    const asked = Array.from({ length: 200 }, () => held(first.order, version));
    const others = Array.from({ length: 200 }, () =>
      // Each request has a signal of its own.
      held(other.order, otherVersion, AbortSignal.any([gone.signal])),
    );
    const scope = globalThis as { twotrackWatch?: { watchers: Set<unknown> } };
    await expect.poll(() => scope.twotrackWatch?.watchers.size).toBe(400);
    await confirmWith(first.payment, first.paymentKey);
    const before = spy.mock.calls.length;
    turnOurClock(seconds(1));
    const told = await Promise.all(asked);
    expect(told.map((answer) => answer?.status.order.status)).toEqual(Array(200).fill("paid"));
    expect(spy.mock.calls.length).toBeLessThanOrEqual(before + 2);
    gone.abort();
    expect((await Promise.all(others)).map((answer) => answer?.status.order.status)).toEqual(
      Array(200).fill("open"),
    );
    spy.mockRestore();
  });

  test("is answered at once if the caller knows less than there is", async () => {
    const { order } = await aPaidPayment();
    expect((await held(order, order.version - 1))?.status.order.version).toBe(order.version);
  });

  test("is answered with the known state when its time is over", async () => {
    const { order } = await anAttempt();
    const asked = held(order, order.version);
    let isOver = false;
    asked.then(() => {
      isOver = true;
    });
    await vi.waitUntil(() => {
      turnOurClock(seconds(5));
      return isOver;
    });
    expect((await asked)?.status.order.status).toBe("open");
  });

  test("ends when the caller disconnects", async () => {
    const { order } = await anAttempt();
    const gone = new AbortController();
    const asked = held(order, order.version, gone.signal);
    gone.abort();
    expect((await asked)?.status.order.status).toBe("open");
  });

  test("tells a stranger nothing, and does not keep them waiting", async () => {
    const { order } = await anAttempt();
    const wait = { since: order.version, waitMs: seconds(20), gone: new AbortController().signal };
    expect(await waitForChange(order.number, new Headers(), wait)).toBeUndefined();
  });
});
