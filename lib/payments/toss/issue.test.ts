import { describe, expect, test } from "vitest";
import { declinedSince } from "@/db/limits";
import { productsBySku } from "@/db/products";
import { db } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import {
  atGateway,
  fault,
  toss,
  turnClock,
  withLongestAccount,
  withPairs,
  writesAsked,
} from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  anIssueWish,
  anOrder,
  anOrderFor,
  aPaidPayment,
  aProduct,
  callsNow,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { answerOfConfirm } from "../../answers/payment";
import { days, hours, later, minutes, now, seconds } from "../../clock";
import { cancel } from "../ending/expire";
import { reconcileOnce } from "../worker/reconcile";
import { issueVirtualAccount } from "./issue";

describe("a virtual account", () => {
  test("is issued for the exact amount, and keeps the order's products reserved until it closes", async () => {
    const { sku } = await aProduct({ stock: 3 });
    const { order, payment } = await anAccount(await anOrder([{ sku, quantity: 1 }]));
    expect(payment).toMatchObject({ status: "waiting_for_deposit", keyPair: "api", captured: 0 });
    expect(order).toMatchObject({ status: "waiting_for_deposit", stockTaken: true, askingPaymentId: null });
    expect(Math.abs(order.expiresAt.getTime() - later(now(), hours(72)).getTime())).toBeLessThan(1_000);
    expect((await productsBySku(db, [sku]))[0]?.stock).toBe(2);
    const { virtualAccount } = await atGateway(payment.gatewayOrderId);
    const { body } = await answerOfConfirm(payment);
    expect(body.virtual_account).toMatchObject({
      bank: "20",
      bank_name: "우리은행",
      account_number: virtualAccount?.accountNumber,
      holder_name: "김미나",
      amount: 29_000,
      due_at: order.expiresAt.toISOString(),
      expired: false,
    });
    expect(await storyOf(order)).toEqual(["order_created", "payment_ready", "payment_waiting_for_deposit"]);
  });

  test("closes when the caller says", async () => {
    const dueAt = later(now(), days(2));
    const { order } = await anAccount(undefined, { dueAt });
    expect(order.expiresAt.getTime()).toBe(Math.floor(dueAt.getTime() / 1_000) * 1_000);
  });

  test("is issued under its API keys, and a shop without them is told so", async () => {
    withPairs("widget");
    await expect(anAccount()).rejects.toMatchObject({ code: "not_configured" });
  });

  test.each([
    ["in a moment", minutes(9)],
    ["yesterday", -days(1)],
    ["next year", days(91)],
    ["in four days, longer than this shop keeps products", days(4)],
  ])("is not issued to close %s", async (_, ms) => {
    const order = await anOrder();
    await expect(anAccount(order, { dueAt: later(now(), ms) })).rejects.toMatchObject({
      code: "invalid_request",
      details: { errors: [{ field: "due_date" }] },
    });
    expect((await orderNow(order)).version).toBe(order.version);
  });

  test("keeps products reserved for 72 hours at most, or as long as the shop says", async () => {
    const asked = { validHours: 73 };
    await expect(anAccount(undefined, asked)).rejects.toMatchObject({
      code: "invalid_request",
      details: { errors: [{ field: "valid_hours", message: "Between 10 minutes and 72 hours from now" }] },
    });
    await anAccount(undefined, { validHours: 72 });
    withLongestAccount(100);
    await anAccount(undefined, asked);
    withLongestAccount(24);
    const { order } = await anAccount();
    expect(order.expiresAt.getTime()).toBeLessThanOrEqual(later(now(), hours(24)).getTime());
  });

  test("is not issued below the minimum of a bank transfer", async () => {
    await expect(anAccount(await anOrderFor(199))).rejects.toMatchObject({ code: "amount_out_of_range" });
  });

  test("is not issued for an order that is paid or ended", async () => {
    const { order } = await aPaidPayment();
    await expect(anAccount(order)).rejects.toMatchObject({ code: "order_already_paid" });
    const over = await anOrder();
    await cancel(over.id, now());
    await expect(anAccount(over)).rejects.toMatchObject({ code: "order_canceled" });
  });

  test("sends the number for a cash receipt to the gateway without storing it", async () => {
    const { payment } = await anAccount(undefined, {
      cashReceipt: { type: "income_deduction", registrationNumber: "01012345678" },
    });
    const [asked] = await toss.requests({ orderId: payment.gatewayOrderId, operation: "issue" });
    expect(asked?.body).toMatchObject({
      cashReceipt: { type: "소득공제", registrationNumber: "01012345678" },
    });
    expect(JSON.stringify(await callsNow(payment))).not.toContain("01012345678");
  });
});

describe("an account is issued once", () => {
  test("however often it is requested", async () => {
    const order = await anOrder();
    const all = await Promise.all(Array.from({ length: 10 }, () => anAccount(order)));
    expect(new Set(all.map(({ payment }) => payment.id)).size).toBe(1);
    expect(new Set(all.map(({ payment }) => payment.detail.virtualAccount?.accountNumber)).size).toBe(1);
    expect(await writesAsked(all[0]?.payment.gatewayOrderId ?? "")).toHaveLength(1);
  });

  test("under one idempotency key, in its current state; another body is refused", async () => {
    const order = await anOrder();
    const keyed = { caller: order.id, operation: "/payments/toss/virtual-account", key: "k", bodyHash: "a" };
    const first = await issueVirtualAccount(order, { ...anIssueWish, keyed }, now());
    await toss.payments.deposit(first.payment.gatewayPaymentKey ?? "");
    await turnClock(days(4));
    await reconcileOnce();
    await reconcileOnce();
    const again = await issueVirtualAccount(order, { ...anIssueWish, keyed }, now());
    expect(again).toMatchObject({ replayed: true, payment: { id: first.payment.id, status: "paid" } });
    const other = { ...anIssueWish, keyed: { ...keyed, bodyHash: "b" } };
    await expect(issueVirtualAccount(order, other, now())).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
  });

  test("unless the shopper prefers another bank: a new one replaces it, and the first is closed", async () => {
    const first = await anAccount();
    const second = await anAccount(first.order, { bank: "SHINHAN" });
    expect(second.payment.id).not.toBe(first.payment.id);
    expect((await orderNow(first.order)).status).toBe("waiting_for_deposit");
    await reconcileOnce();
    expect((await paymentNow(first.payment)).status).toBe("canceled");
    expect((await atGateway(first.payment.gatewayOrderId)).status).toBe("CANCELED");
    expect((await paymentNow(second.payment)).status).toBe("waiting_for_deposit");
    expect((await orderNow(first.order)).status).toBe("waiting_for_deposit");
  });
});

describe("when the gateway's answer is unknown", () => {
  test.each(["drop_after", "error_after", "malformed"] as const)("it acted: %s", async (kind) => {
    await fault(kind, { operation: "issue", times: 1 });
    const { payment } = await anAccount();
    expect(payment.status).toBe("waiting_for_deposit");
    expect(await writesAsked(payment.gatewayOrderId)).toHaveLength(1);
  });

  test.each(["drop_before", "in_progress"] as const)("it did not act: %s", async (kind) => {
    await fault(kind, { operation: "issue", times: 1 });
    const { payment } = await anAccount();
    expect(payment.status).toBe("waiting_for_deposit");
    const keys = (await writesAsked(payment.gatewayOrderId)).map(({ idempotencyKey }) => idempotencyKey);
    expect(keys).toEqual([`${payment.id}:issue:1`, `${payment.id}:issue:1`]);
  });

  test("it is away: nothing says that it failed, the order does not end, and later there is one account", async () => {
    const order = await anOrder();
    const away = await fault("away");
    const { payment } = await anAccount(order);
    expect(payment.status).toBe("confirming");
    expect(await answerOfConfirm(payment)).toMatchObject({ status: 202 });
    await turnClock(minutes(31));
    await reconcileOnce();
    expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: payment.id });
    await away.mend();
    await turnClock(minutes(10));
    await reconcileOnce();
    expect((await paymentNow(payment)).status).toBe("waiting_for_deposit");
    expect((await orderNow(order)).status).toBe("waiting_for_deposit");
  });

  test("its server failed and there is no account: it is asked again, and the shopper gets one", async () => {
    const order = await anOrder();
    await fault("error", { operation: "issue", code: "FAILED_INTERNAL_SYSTEM_PROCESSING", times: 1 });
    const { payment } = await anAccount(order);
    expect(payment).toMatchObject({ status: "waiting_for_deposit", failureCode: null });
    const keys = (await writesAsked(payment.gatewayOrderId)).map(({ idempotencyKey }) => idempotencyKey);
    expect(keys).toEqual([`${payment.id}:issue:1`, `${payment.id}:issue:2`]);
  });

  test.each(["UNAUTHORIZED_KEY", "INVALID_API_KEY", "INVALID_REQUEST", "INVALID_DATE"])(
    "%s is the shop's to fix: no decline, nothing is left pending, and the shopper may choose again",
    async (code) => {
      const order = await anOrder();
      const alarms = listenForAlarms();
      await fault("error", { operation: "issue", code, times: 1 });
      const { payment } = await anAccount(order);
      expect(payment).toMatchObject({ status: "failed", failureCode: code, failureKind: "rejected" });
      await expect(answerOfConfirm(payment)).rejects.toMatchObject({
        code: "gateway_rejected",
        status: 503,
        details: { gateway_code: code },
      });
      expect(alarms()).toHaveLength(1);
      expect(await declinedSince(db, [order.id], "toss", new Date(0), 9)).toEqual([]);
      expect(await orderNow(order)).toMatchObject({ status: "open", askingPaymentId: null });
      expect((await anAccount(order)).payment.status).toBe("waiting_for_deposit");
    },
  );

  test("it refuses the bank: the field is named, and the order stays open", async () => {
    await fault("error", { operation: "issue", code: "INVALID_BANK", times: 1 });
    const { payment, order } = await anAccount();
    expect(payment).toMatchObject({ status: "failed", failureCode: "INVALID_BANK" });
    expect(order.status).toBe("open");
    await expect(answerOfConfirm(payment)).rejects.toMatchObject({
      code: "payment_input_refused",
      details: { gateway_code: "INVALID_BANK", errors: [{ field: "bank", message: expect.any(String) }] },
    });
  });

  test("while one is being issued nothing else of the order is asked", async () => {
    const order = await anOrder();
    await fault("away");
    await anAccount(order);
    await expect(anAttempt(order)).rejects.toMatchObject({ code: "payment_in_progress" });
    await expect(anAccount(order, { bank: "88" })).rejects.toMatchObject({ code: "payment_in_progress" });
    await turnClock(seconds(1));
  });
});
