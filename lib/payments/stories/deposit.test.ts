import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { newsByKey } from "@/db/inbox";
import { productsBySku } from "@/db/products";
import { refundsOf } from "@/db/refunds";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { auditOrder } from "@/lib/books/invariants";
import { deskAddress, jiwoo } from "@/testing/desk-people";
import { atGateway, fault, looksAt, takeMoney, toss, turnClock, writesAsked } from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  aProduct,
  authenticate,
  callsNow,
  confirmWith,
  getsAnAddress,
  needsNow,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { answerOfConfirm } from "../../answers/payment";
import { days, hours, minutes, now, seconds } from "../../clock";
import { restock } from "../../desk/acts/restock";
import { markShipped } from "../../desk/acts/ship";
import { accessToken, rememberReturn } from "../../orders/access";
import { statusOf } from "../../orders/status";
import { cancel, expire } from "../ending/expire";
import { lookAndRecord } from "../engine/look";
import { receive, workOnNews } from "../worker/inbox";
import { reconcileOnce } from "../worker/reconcile";

const depositInto = ({ gatewayPaymentKey }: Payment, how: { late?: boolean } = {}) =>
  toss.payments.deposit(gatewayPaymentKey ?? "", how);

/** Runs the loop until it has nothing more to do: a close and what follows from it. */
async function reconcileAll() {
  for (let turns = 0; turns < 4; turns += 1) await reconcileOnce();
}

/** Delivers a flat deposit event as Toss sends it. */
async function deliver(payment: Payment, secret: string | null, id: string) {
  const body = {
    createdAt: "2026-11-22T10:00:00.5",
    secret,
    status: "DONE",
    orderId: payment.gatewayOrderId,
  };
  const headers = new Headers({ "tosspayments-webhook-transmission-id": id });
  const text = JSON.stringify(body);
  const kept = await receive("toss", text, headers, now());
  if (kept) await workOnNews(kept);
  // Webhooks that anyone may have written are keyed by their body.
  const hash = createHash("sha256").update(text).digest("hex");
  return (await newsByKey(db, "toss", id)) ?? (await newsByKey(db, "toss", hash));
}

const booksOf = async (order: Order) =>
  (await transfersOf(db, order.id)).map(({ debit, credit, amount }) => `${debit}/${credit} ${amount}`);

describe("a deposit", () => {
  test("pays the order, told by its event", async () => {
    const { order, payment } = await anAccount();
    await depositInto(payment);
    expect(await deliver(payment, payment.depositSecret, "d1")).toMatchObject({ note: "looked" });
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await booksOf(order)).toEqual(["receivable/sales 29000"]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("chosen in the widget pays the order just the same", async () => {
    const { order, payment } = await anAttempt();
    const { paymentKey } = await toss.payments.open({
      orderId: payment.gatewayOrderId,
      amount: payment.amount,
      method: "VIRTUAL_ACCOUNT",
      bank: "SHINHAN",
    });
    const waiting = await confirmWith(payment, paymentKey);
    // Prepared for a card and paid another way: the gateway's answer counts.
    expect(waiting).toMatchObject({
      status: "waiting_for_deposit",
      method: "VIRTUAL_ACCOUNT",
      keyPair: "widget",
    });
    expect((await orderNow(order)).expiresAt.getTime()).toBeGreaterThan(now().getTime() + days(6));
    await depositInto(waiting);
    await lookAndRecord(payment.id);
    expect((await orderNow(order)).status).toBe("paid");
  });

  test("of which a forged webhook tells is not even queried", async () => {
    const { payment } = await anAccount();
    const before = await looksAt(payment.gatewayOrderId);
    expect(await deliver(payment, "ps_forged", "f1")).toMatchObject({ state: "done", note: "wrong_secret" });
    expect(await looksAt(payment.gatewayOrderId)).toBe(before);
  });

  test("without a webhook is found when the account expires, and counts", async () => {
    const { order, payment } = await anAccount();
    await depositInto(payment);
    await turnClock(hours(73));
    await reconcileAll();
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
  });

  test("told twice, and in both kinds of events, is posted once", async () => {
    const { order, payment } = await anAccount();
    await depositInto(payment);
    for (const id of ["a", "b", "c"]) {
      await deliver(payment, payment.depositSecret, id);
      await turnClock(seconds(3));
    }
    expect(await booksOf(order)).toEqual(["receivable/sales 29000"]);
  });
});

describe("an account without a deposit", () => {
  test("expires silently, and then the order ends and its products are for sale again", async () => {
    const { sku } = await aProduct({ stock: 2 });
    const { order, payment } = await anAccount(await anOrder([{ sku, quantity: 2 }]));
    await turnClock(hours(71));
    await reconcileAll();
    expect((await orderNow(order)).status).toBe("waiting_for_deposit");
    await turnClock(hours(1) + seconds(1));
    await reconcileAll();
    expect(await orderNow(order)).toMatchObject({ status: "expired", stockTaken: false });
    expect((await paymentNow(payment)).status).toBe("expired");
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(2);
    expect(await storyOf(order)).toEqual([
      "order_created",
      "payment_ready",
      "payment_waiting_for_deposit",
      "account_closing",
      "payment_expired",
      "order_expired",
    ]);
  });

  test("is closed at the gateway when the order ends early, and only then is the stock released", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const { order, payment } = await anAccount(await anOrder([{ sku, quantity: 1 }]));
    await cancel(order.id, now());
    expect(await orderNow(order)).toMatchObject({ status: "waiting_for_deposit", stockTaken: true });
    await reconcileAll();
    expect((await atGateway(payment.gatewayOrderId)).status).toBe("CANCELED");
    expect((await paymentNow(payment)).status).toBe("canceled");
    expect(await orderNow(order)).toMatchObject({ status: "expired", stockTaken: false });
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(1);
  });

  test.each(["drop_before", "drop_after", "error_after", "malformed"] as const)(
    "is closed once, though the gateway's answer is lost: %s",
    async (kind) => {
      const { order, payment } = await anAccount();
      await fault(kind, { operation: "cancel", times: 1 });
      await cancel(order.id, now());
      await reconcileAll();
      await turnClock(seconds(20));
      await reconcileAll();
      expect((await orderNow(order)).status).toBe("expired");
      expect((await paymentNow(payment)).status).toBe("canceled");
      expect((await callsNow(payment)).map(({ kind, state }) => `${kind} ${state}`).toSorted()).toEqual([
        "close done",
        "issue done",
      ]);
    },
  );

  test("keeps the order open while the gateway is away", async () => {
    const { order } = await anAccount();
    const away = await fault("away");
    await turnClock(hours(80));
    await reconcileAll();
    expect(await expire(order.id, now())).toBeUndefined();
    expect(await orderNow(order)).toMatchObject({ status: "waiting_for_deposit", stockTaken: true });
    await away.mend();
    await turnClock(minutes(10));
    await reconcileAll();
    expect((await orderNow(order)).status).toBe("expired");
  });

  test("that gets a deposit while being closed counts the deposit", async () => {
    const { order, payment } = await anAccount();
    await cancel(order.id, now());
    await depositInto(payment);
    await reconcileAll();
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
  });

  test("that is closed in the gateway's console leaves the order payable for half an hour", async () => {
    const { order, payment, paymentKey } = await anAccount();
    await toss.payments.cancel(paymentKey, { reason: "staff" });
    await lookAndRecord(payment.id);
    const open = await orderNow(order);
    expect(open).toMatchObject({ status: "open", stockTaken: true });
    expect(open.expiresAt.getTime()).toBe(now().getTime() + minutes(30));
    const card = await anAuthenticatedPayment(open);
    expect((await confirmWith(card.payment, card.paymentKey)).status).toBe("paid");
  });
});

describe("an order with an account can be paid in another way", () => {
  test("then the account is closed", async () => {
    const { order, payment } = await anAccount();
    const card = await anAttempt(order);
    await confirmWith(card.payment, await authenticate(card.payment));
    expect((await orderNow(order)).winnerPaymentId).toBe(card.payment.id);
    await reconcileAll();
    expect((await paymentNow(payment)).status).toBe("canceled");
    expect((await orderNow(order)).status).toBe("paid");
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("and a deposit that still comes is refunded to an account its owner must name", async () => {
    const { order, payment } = await anAccount();
    const card = await anAttempt(order);
    await confirmWith(card.payment, await authenticate(card.payment));
    await depositInto(payment);
    await reconcileAll();
    const second = await paymentNow(payment);
    expect(second).toMatchObject({ status: "paid", credited: "shopper", refundPending: 29_000 });
    expect(await refundsOf(db, payment.id)).toMatchObject([{ state: "waiting_for_account", amount: 29_000 }]);
    expect((await orderNow(order)).winnerPaymentId).toBe(card.payment.id);
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("rule 17: a late deposit, which the bank took after the account's time", () => {
  const lateInto = async (payment: Payment) => {
    await depositInto(payment, { late: true });
    await lookAndRecord(payment.id);
  };

  test("is honored when the products are still in stock", async () => {
    const { order, payment } = await anAccount();
    await turnClock(hours(73));
    await reconcileAll();
    expect((await orderNow(order)).status).toBe("expired");
    await lateInto(payment);
    expect(await orderNow(order)).toMatchObject({ status: "paid", stockTaken: true });
  });

  test("is refunded when they are sold out", async () => {
    const { sku } = await aProduct({ stock: 1 });
    const { order, payment } = await anAccount(await anOrder([{ sku, quantity: 1 }]));
    await turnClock(hours(73));
    await reconcileAll();
    await anAttempt(await anOrder([{ sku, quantity: 1 }]));
    await lateInto(payment);
    expect((await orderNow(order)).status).toBe("expired");
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { state: "waiting_for_account", amount: 29_000, requestedBy: "system", reason: "sold_out" },
    ]);
    expect(await booksOf(order)).toEqual(["receivable/shopper 29000"]);
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("a deposit that the bank reverses", () => {
  async function aReversedDeposit() {
    const account = await anAccount();
    await depositInto(account.payment);
    await lookAndRecord(account.payment.id);
    await toss.payments.reverseDeposit(account.paymentKey);
    await lookAndRecord(account.payment.id);
    return account;
  }

  test("is no sale any more, and the order waits again", async () => {
    const { order, payment } = await aReversedDeposit();
    expect(await paymentNow(payment)).toMatchObject({
      status: "waiting_for_deposit",
      captured: 0,
      credited: null,
      approvedAt: null,
      reversals: 1,
    });
    expect(await orderNow(order)).toMatchObject({
      status: "waiting_for_deposit",
      winnerPaymentId: null,
      paidAt: null,
      stockTaken: true,
    });
    expect(await booksOf(order)).toEqual(["receivable/sales 29000", "sales/receivable 29000"]);
    expect(await auditOrder(order.id)).toEqual([]);
    expect((await storyOf(order)).at(-1)).toBe("deposit_reversed");
  });

  test("and that is deposited again counts, each time once", async () => {
    const { order, payment, paymentKey } = await aReversedDeposit();
    await depositInto(payment);
    await lookAndRecord(payment.id);
    await toss.payments.reverseDeposit(paymentKey);
    await lookAndRecord(payment.id);
    await depositInto(payment);
    await lookAndRecord(payment.id);
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await booksOf(order)).toEqual([
      "receivable/sales 29000",
      "sales/receivable 29000",
      "receivable/sales 29000",
      "sales/receivable 29000",
      "receivable/sales 29000",
    ]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("and that is never deposited again ends like any other account", async () => {
    const { order, payment } = await aReversedDeposit();
    await turnClock(hours(73));
    await reconcileAll();
    expect((await paymentNow(payment)).status).toBe("expired");
    expect(await orderNow(order)).toMatchObject({ status: "expired", stockTaken: false });
  });

  test("does not tell an earlier second payment that the order's products are gone", async () => {
    const { order, payment, paymentKey } = await anAccount();
    const card = await anAttempt(order);
    const cardKey = await authenticate(card.payment);
    await depositInto(payment);
    await lookAndRecord(payment.id);
    await takeMoney({
      paymentKey: cardKey,
      orderId: card.payment.gatewayOrderId,
      amount: card.payment.amount,
    });
    await lookAndRecord(card.payment.id);
    await toss.payments.reverseDeposit(paymentKey);
    await lookAndRecord(payment.id);
    await turnClock(hours(73));
    await reconcileAll();
    expect(await orderNow(order)).toMatchObject({ status: "expired", stockTaken: false });
    const second = await paymentNow(card.payment);
    expect(second).toMatchObject({ uncounted: "second_success", refunded: 29_000 });
    await expect(answerOfConfirm(second)).rejects.toMatchObject({
      code: "order_expired",
      message: "This order has ended and was not paid by this payment. The payment was refunded.",
    });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("after the account's time was over is shown as reversed first, and then ends", async () => {
    const { order, payment, paymentKey } = await anAccount();
    await turnClock(hours(72) - minutes(1));
    await depositInto(payment);
    await lookAndRecord(payment.id);
    await turnClock(minutes(2));
    await toss.payments.reverseDeposit(paymentKey);
    await lookAndRecord(payment.id);
    expect((await paymentNow(payment)).status).toBe("waiting_for_deposit");
    await reconcileAll();
    expect(await orderNow(order)).toMatchObject({ status: "expired", stockTaken: false });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("ends its refund, which was waiting for an account", async () => {
    const { order, payment, paymentKey } = await anAccount();
    const card = await anAttempt(order);
    await confirmWith(card.payment, await authenticate(card.payment));
    await depositInto(payment);
    await reconcileAll();
    await toss.payments.reverseDeposit(paymentKey);
    await lookAndRecord(payment.id);
    expect(await paymentNow(payment)).toMatchObject({ captured: 0, refundPending: 0, credited: null });
    expect(await refundsOf(db, payment.id)).toMatchObject([
      { state: "failed", failureCode: "deposit_reversed" },
    ]);
    await reconcileAll();
    expect((await paymentNow(payment)).status).toBe("canceled");
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: card.payment.id });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  describe("a reversed deposit of a paid order needs a person", () => {
    async function aPaidDeposit() {
      const { sku } = await aProduct({ stock: 5 });
      const account = await anAccount(await anOrder([{ sku, quantity: 2 }]));
      await getsAnAddress(account.order);
      await depositInto(account.payment);
      await lookAndRecord(account.payment.id);
      return { ...account, sku };
    }
    const onShelf = async (sku: string) => (await productsBySku(db, [sku]))[0]?.stock;
    const reverse = async ({ payment, paymentKey }: Awaited<ReturnType<typeof aPaidDeposit>>) => {
      await toss.payments.reverseDeposit(paymentKey);
      await lookAndRecord(payment.id);
    };
    async function untilItEnds() {
      await turnClock(days(8));
      await reconcileAll();
    }

    test("before shipping: the products are for sale again once the account ends", async () => {
      const paid = await aPaidDeposit();
      await reverse(paid);
      expect(await needsNow(paid.payment)).toEqual(["deposit_reversed"]);
      await untilItEnds();
      expect(await orderNow(paid.order)).toMatchObject({ status: "expired", stockTaken: false });
      expect(await onShelf(paid.sku)).toBe(5);
      expect(await auditOrder(paid.order.id)).toEqual([]);
    });

    test("after shipping: what is in the mail is not for sale again", async () => {
      const paid = await aPaidDeposit();
      await markShipped(jiwoo, paid.order.id, { shipped: true, address: deskAddress }, now());
      await reverse(paid);
      expect(await needsNow(paid.payment)).toEqual(["deposit_reversed_after_shipping"]);
      await untilItEnds();
      expect(await orderNow(paid.order)).toMatchObject({ status: "expired", stockTaken: true });
      expect(await onShelf(paid.sku)).toBe(3);
      expect(await auditOrder(paid.order.id)).toEqual([]);
    });

    async function endedInThePost() {
      const paid = await aPaidDeposit();
      await markShipped(jiwoo, paid.order.id, { shipped: true, address: deskAddress }, now());
      await reverse(paid);
      await untilItEnds();
      return paid;
    }

    test("what comes back from there is restocked by staff, once", async () => {
      const { order, sku } = await endedInThePost();
      const keyed = { caller: "staff", operation: "restock", key: order.id, bodyHash: "1" };
      const back = { lines: [{ sku, quantity: 2 }], keyed, address: deskAddress };
      await restock(jiwoo, order.id, back, now());
      await restock(jiwoo, order.id, back, now());
      expect(await onShelf(sku)).toBe(5);
      expect(await auditOrder(order.id)).toEqual([]);
    });

    test("what was not shipped after all is restocked too", async () => {
      const { order, sku } = await endedInThePost();
      await markShipped(jiwoo, order.id, { shipped: false, address: deskAddress }, now());
      expect(await orderNow(order)).toMatchObject({ shippedAt: null, stockTaken: false });
      expect(await onShelf(sku)).toBe(5);
      expect(await auditOrder(order.id)).toEqual([]);
    });

    test("a late deposit pays what is in the mail, and takes no more stock", async () => {
      const { order, payment, sku } = await endedInThePost();
      await depositInto(payment, { late: true }).catch(() => undefined);
      await lookAndRecord(payment.id);
      expect(await onShelf(sku)).toBe(3);
      expect(await auditOrder(order.id)).toEqual([]);
    });
  });

  test("after a partial refund: a person must check, and nothing is rewritten", async () => {
    const { order, payment, paymentKey } = await anAccount();
    await depositInto(payment);
    await lookAndRecord(payment.id);
    const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };
    await toss.payments.cancel(paymentKey, { amount: 9_000, reason: "staff", refundReceiveAccount: account });
    await toss.payments.refundStatus(paymentKey, "COMPLETED");
    await lookAndRecord(payment.id);
    await toss.payments.reverseDeposit(paymentKey).catch(() => undefined);
    await lookAndRecord(payment.id);
    expect(await paymentNow(payment)).toMatchObject({ captured: 29_000, refunded: 9_000 });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

test("a page that shows a paid deposit keeps polling, because a bank may reverse it", async () => {
  const { order, payment } = await anAccount();
  await depositInto(payment);
  await lookAndRecord(payment.id);
  const owner = new Headers({ "order-token": await accessToken(order.id) });
  expect((await statusOf(order.number, owner))?.status.next).toMatchObject({
    action: "none",
    ask_again_in_ms: seconds(60),
  });
});

test("the order's shopper sees where to deposit; a browser that only returned with it does not", async () => {
  const { order, payment } = await anAccount();
  const owner = new Headers({ "order-token": await accessToken(order.id) });
  const mine = await statusOf(order.number, owner);
  expect(mine?.status.virtual_account).toMatchObject({
    account_number: payment.detail.virtualAccount?.accountNumber,
  });
  expect(mine?.status.next.action).toBe("deposit");
  const cookie = (await rememberReturn(order)).split(";")[0] ?? "";
  const theirs = await statusOf(order.number, new Headers({ cookie }));
  expect(JSON.stringify(theirs?.status)).not.toContain(payment.detail.virtualAccount?.accountNumber);
});
