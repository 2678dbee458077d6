import { describe, expect, onTestFinished, test } from "vitest";
import { auditOf } from "@/db/audit";
import { findKey } from "@/db/idempotency";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { aForm, deskAddress, haneul, jiwoo, minho } from "@/testing/desk-people";
import { fault, toss, turnClock } from "@/testing/gateway";
import {
  aKey,
  anAccount,
  anAuthenticatedPayment,
  anOrder,
  aPaidPayment,
  aProduct,
  callsNow,
  confirmWith,
  needsNow,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { answerOfReceipt } from "../../answers/receipt";
import { auditOrder } from "../../books/invariants";
import { days, hours, minutes, now } from "../../clock";
import { receiptAtDesk } from "../../contracts/desk/receipts";
import { issueReceiptByStaff } from "../../desk/acts/receipt";
import { cashReceiptsPage } from "../../desk/read/lists";
import type { Staff } from "../../desk/staff/permissions";
import { erasePersonOf } from "../../orders/erase";
import { accountOf } from "../../settings/credentials";
import { env } from "../../settings/env";
import { lookAndRecord } from "../engine/look";
import { refundOrder } from "../refunds/refund-by-number";
import { presentPayment } from "../view/present";
import { reconcileOnce } from "../worker/reconcile";

// Mina paid by transfer or deposit, forgot to ask for a cash receipt, and asks the shop.

const number = "01012345678";

/** A mug with VAT and a book without, paid into an account that another server opened. */
async function aDeposit() {
  const mug = await aProduct({ priceKrw: 18_000 });
  const book = await aProduct({ priceKrw: 14_000, taxClass: "tax_free" });
  const order = await anOrder([mug, book].map(({ sku }) => ({ sku, quantity: 1 })));
  const { payment, paymentKey } = await anAccount(order);
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  return { order: await orderNow(order), payment: await paymentNow(payment), paymentKey };
}

type Wish = { staff?: Staff; key?: string; to?: string };

const press = ({ id }: Payment, { staff = jiwoo, key, to = number }: Wish = {}) =>
  issueReceiptByStaff(staff, id, {
    type: "income_deduction",
    registrationNumber: to,
    keyed: aForm(staff, { payment: id, registration_number: to }, key),
    address: deskAddress,
  });

const receiptsOf = async (payment: Payment) => {
  const paid = await paymentNow(payment);
  return presentPayment(await orderNow({ id: paid.orderId }), paid).cash_receipts;
};
const requests = async ({ gatewayOrderId }: Payment, operation: "issue_receipt" | "cancel_receipt") =>
  (await toss.requests({ operation })).filter(({ orderId }) => orderId === gatewayOrderId);
const acted = async (payment: Payment, operation: "issue_receipt" | "cancel_receipt" = "issue_receipt") =>
  (await requests(payment, operation)).filter((request) => request.acted);

async function later(ms = minutes(2)) {
  for (let turn = 0; turn < 3; turn += 1) {
    await turnClock(ms);
    await reconcileOnce();
  }
}

const refund = async (order: Order, payment: Payment, amount?: number) =>
  refundOrder(order, await paymentNow(payment), {
    amount,
    reason: "변심",
    keyed: aKey(),
    actor: "key:key_1",
    address: "203.0.113.7",
    account: { bank: "20", accountNumber: "1002123456789", holderName: "김미나" },
  });

/** The bank pays the refund of a deposit within days. */
async function bankPays() {
  for (let night = 0; night < 4; night += 1) {
    await turnClock(days(1));
    await reconcileOnce();
  }
  await later();
}

/** Nothing is wrong in the books, no request is open, and the number is nowhere. */
async function expectRest(order: Order, payment: Payment) {
  expect(await auditOrder(order.id)).toEqual([]);
  const calls = await callsNow(payment);
  expect(calls.filter(({ state }) => state === "pending")).toEqual([]);
  expect(JSON.stringify([calls, await paymentNow(payment), await auditOf(db, order.number)])).not.toContain(
    number,
  );
}

const issued = { kind: "issued", type: "income_deduction", amount: 32_000, tax_free_amount: 14_000 };

test("Jiwoo issues a receipt for a deposit: the tax office answers the next day, and nobody's number is kept", async () => {
  const { order, payment } = await aDeposit();
  expect(await answerOfReceipt(await press(payment, { key: "form" }))).toMatchObject({
    body: { cash_receipts: [{ ...issued, state: "in_progress" }] },
  });
  await press(payment, { key: "form" });
  await expect(press(payment)).rejects.toMatchObject({ code: "cash_receipt_exists", status: 409 });
  expect(await requests(payment, "issue_receipt")).toMatchObject([{ status: 200, acted: true }]);
  expect(await callsNow(payment)).toContainEqual(
    expect.objectContaining({ id: `${payment.id}:receipt:1`, amount: 32_000, state: "done" }),
  );
  expect(await storyOf(order)).toContain("receipt_asked");
  expect(await auditOf(db, order.number)).toMatchObject([
    { action: "receipt_asked", actor: `staff:${jiwoo.id}`, detail: { amount: 32_000 } },
  ]);
  await later(days(1));
  expect(await receiptsOf(payment)).toMatchObject([{ ...issued, state: "completed" }]);
  expect(await paymentNow(payment)).toMatchObject({ cashReceipt: "completed", nextLookAt: null });
  const { rows } = await cashReceiptsPage(jiwoo);
  expect(rows.find(({ id }) => id === payment.id)?.receipts).toHaveLength(1);
  await expectRest(order, payment);
});

test("a transfer in the widget has one too, months later, and it is followed until the tax office has answered", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment(undefined, undefined);
  expect(paymentKey).toBeTruthy();
  expect(payment.status).toBe("ready");
  const opened = await toss.payments.open({
    orderId: payment.gatewayOrderId,
    amount: payment.amount,
    method: "TRANSFER",
  });
  expect(await confirmWith(payment, opened.paymentKey)).toMatchObject({ status: "paid", method: "TRANSFER" });
  await turnClock(days(60));
  await press(payment);
  await later(days(1));
  expect(await receiptsOf(payment)).toMatchObject([{ kind: "issued", state: "completed" }]);
  await expectRest(order, payment);
});

test("Mina is erased: nothing is left of the form, which could be compared with a guess", async () => {
  const { order, payment } = await aDeposit();
  await press(payment, { key: "form" });
  const hash = async () => (await findKey(db, aForm(jiwoo, {}, "form")))?.bodyHash;
  expect(await hash()).not.toBe("erased");
  expect(await erasePersonOf(order.id, "operator", now())).toEqual({ is: "erased" });
  expect(await hash()).toBe("erased");
});

test("two people press at once: Toss is asked once", async () => {
  const { order, payment } = await aDeposit();
  const pressed = await Promise.allSettled([press(payment), press(payment, { staff: minho })]);
  expect(pressed.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(pressed.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: expect.stringMatching(/^(call_busy|cash_receipt_exists)$/) },
  });
  expect(await requests(payment, "issue_receipt")).toHaveLength(1);
  await expectRest(order, payment);
});

describe("while Toss gives no answer", () => {
  test.each(["drop_before", "drop_after", "error_after", "malformed"] as const)(
    "%s: the shop finds out, and one receipt is issued",
    async (kind) => {
      const { order, payment } = await aDeposit();
      const { mend } = await fault(kind, { operation: "issue_receipt", times: null });
      const answer = await answerOfReceipt(await press(payment));
      // If Toss acted, its list has told so already.
      expect(answer).toMatchObject(kind === "drop_before" ? { status: 202 } : { body: { status: "paid" } });
      if (kind === "drop_before") {
        await expect(press(payment)).rejects.toMatchObject({ code: "call_busy" });
        expect(await auditOrder(order.id)).toEqual([]);
      }
      await mend();
      await later();
      expect(await receiptsOf(payment)).toMatchObject([issued]);
      expect(await acted(payment)).toHaveLength(1);
      await expectRest(order, payment);
    },
  );

  test("nor lists anything: nothing is concluded, and nothing is sent again, until it does", async () => {
    const { order, payment } = await aDeposit();
    const lost = await fault("drop_after", { operation: "issue_receipt", times: 1 });
    const blind = await fault("error", { operation: "receipts", code: "COMMON_ERROR" });
    expect(await answerOfReceipt(await press(payment))).toMatchObject({ status: 202 });
    await later();
    expect(await requests(payment, "issue_receipt")).toHaveLength(1);
    await blind.mend();
    await lost.mend();
    await turnClock(days(1));
    await later();
    expect(await receiptsOf(payment)).toMatchObject([issued]);
    expect(await requests(payment, "issue_receipt")).toHaveLength(1);
    await expectRest(order, payment);
  });
});

test("a refund in part, then of the rest: the receipt is canceled with each, also while Toss is cut off", async () => {
  const { order, payment } = await aDeposit();
  await press(payment);
  await refund(order, payment, 16_000);
  const cut = await fault("drop_after", { operation: "cancel_receipt", times: 1 });
  await bankPays();
  await cut.mend();
  await later();
  expect(await paymentNow(payment)).toMatchObject({ refunded: 16_000 });
  const part = { kind: "canceled", amount: 16_000, tax_free_amount: 7_000 };
  expect(await receiptsOf(payment)).toMatchObject([issued, part]);
  expect(await acted(payment, "cancel_receipt")).toHaveLength(1);

  await refund(order, payment);
  await bankPays();
  expect(await paymentNow(payment)).toMatchObject({ refunded: 32_000 });
  await later(days(1));
  expect(await receiptsOf(payment)).toMatchObject([issued, part, { ...part, state: "completed" }]);
  expect(await acted(payment, "cancel_receipt")).toHaveLength(2);
  expect(await storyOf(order)).toContain("receipt_cancel_asked");
  expect(await needsNow(payment)).toEqual([]);
  await expect(press(payment)).rejects.toMatchObject({ code: "cash_receipt_not_possible" });
  await expectRest(order, payment);
});

describe("while Toss cancels a receipt and does not say so", () => {
  test.each(["error_after", "malformed", "drop_after"] as const)(
    "%s: the list shows it, and it is canceled once",
    async (kind) => {
      const { order, payment } = await aDeposit();
      await press(payment);
      await refund(order, payment, 16_000);
      const unclear = await fault(kind, { operation: "cancel_receipt", times: null });
      await bankPays();
      await unclear.mend();
      await later(hours(1));
      expect(await acted(payment, "cancel_receipt")).toHaveLength(1);
      expect(await receiptsOf(payment)).toMatchObject([issued, { kind: "canceled", amount: 16_000 }]);
      await expectRest(order, payment);
    },
  );
});

test("while a refund is under way, no receipt is issued for what it takes", async () => {
  const { order, payment } = await aDeposit();
  await refund(order, payment, 16_000);
  await expect(press(payment)).rejects.toMatchObject({ code: "call_busy" });
  await bankPays();
  await press(payment);
  expect(await receiptsOf(payment)).toMatchObject([{ amount: 16_000 }]);
  await expectRest(order, payment);
});

test("what was refunded before is on no receipt", async () => {
  const { order, payment } = await aDeposit();
  await refund(order, payment, 16_000);
  await bankPays();
  await press(payment);
  expect(await receiptsOf(payment)).toMatchObject([{ amount: 16_000, tax_free_amount: 7_000 }]);
  await expectRest(order, payment);
});

test("a deposit that the bank reverses takes its receipt with it", async () => {
  const { order, payment, paymentKey } = await aDeposit();
  await press(payment);
  await toss.payments.reverseDeposit(paymentKey);
  await lookAndRecord(payment.id);
  expect(await auditOrder(order.id)).toEqual([]);
  await later();
  expect(await receiptsOf(payment)).toMatchObject([issued, { kind: "canceled", amount: 32_000 }]);
  await expectRest(order, payment);
});

describe("somebody uses Toss's console", () => {
  const keyOf = async (payment: Payment) => (await paymentNow(payment)).detail.cashReceipts?.[0]?.key ?? "";

  test("the receipt was canceled there the same day: the shop sees it, and may issue another", async () => {
    const { order, payment } = await aDeposit();
    await press(payment);
    await toss.receipts.cancel(await keyOf(payment));
    await lookAndRecord(payment.id);
    expect(await receiptsOf(payment)).toMatchObject([issued, { kind: "canceled", amount: 32_000 }]);
    await press(payment, { to: "01087654321" });
    expect(await receiptsOf(payment)).toHaveLength(3);
    await refund(order, payment, 16_000);
    await bankPays();
    expect(await acted(payment, "cancel_receipt")).toHaveLength(2);
    expect(await receiptsOf(payment)).toMatchObject([{}, {}, issued, { kind: "canceled", amount: 16_000 }]);
    await expectRest(order, payment);
  });

  test("a part was canceled there while the shop's request was on its way: only the rest is canceled", async () => {
    const { order, payment } = await aDeposit();
    await press(payment);
    await refund(order, payment, 16_000);
    const cut = await fault("drop_before", { operation: "cancel_receipt", times: null });
    await bankPays();
    await cut.mend();
    await toss.receipts.cancel(await keyOf(payment), 6_000);
    await later(hours(1));
    expect(await receiptsOf(payment)).toMatchObject([
      issued,
      { kind: "canceled", amount: 6_000 },
      { kind: "canceled", amount: 10_000 },
    ]);
    await expectRest(order, payment);
  });

  test("all of it was canceled there long ago: Toss refuses, and a person is called once", async () => {
    const { order, payment } = await aDeposit();
    await press(payment);
    await later(days(1));
    await toss.receipts.cancel(await keyOf(payment));
    await turnClock(days(5));
    await refund(order, payment, 16_000);
    await bankPays();
    expect(await needsNow(payment)).toEqual(["cash_receipt_failed:NOT_CANCELABLE_AMOUNT"]);
    expect(await requests(payment, "cancel_receipt")).toHaveLength(2);
    expect(await storyOf(order)).toContain("receipt_cancel_failed");
    await later();
    expect(await requests(payment, "cancel_receipt")).toHaveLength(2);
    await expectRest(order, payment);
  });

  test("a receipt was issued there for this order: none is issued on top of it", async () => {
    const { order, payment } = await aDeposit();
    await toss.receipts.issue({ orderId: payment.gatewayOrderId, amount: 32_000 });
    await press(payment);
    expect(await receiptsOf(payment)).toMatchObject([{ amount: 32_000 }]);
    expect(await acted(payment)).toEqual([expect.objectContaining({ idempotencyKey: null })]);
    await expectRest(order, payment);
  });

  test("a receipt was issued there days ago: Toss refuses another, and staff read so", async () => {
    const { order, payment } = await aDeposit();
    await toss.receipts.issue({ orderId: payment.gatewayOrderId, amount: 32_000 });
    await turnClock(days(3));
    const alarms = listenForAlarms();
    await expect(answerOfReceipt(await press(payment))).rejects.toMatchObject({
      code: "cash_receipt_declined",
      details: { gateway_code: "DUPLICATED_CASH_RECEIPT" },
    });
    expect(alarms()).toEqual([]);
    expect(await storyOf(order)).toContain("receipt_failed");
    await expectRest(order, payment);
  });
});

test("the tax office refuses the number: staff are called, and issue another to the right one", async () => {
  const { order, payment } = await aDeposit();
  await press(payment, { to: "01012340000" });
  await later(days(1));
  expect(await receiptsOf(payment)).toMatchObject([{ state: "failed" }]);
  expect(await needsNow(payment)).toEqual(["cash_receipt_failed:NTS_ERROR"]);
  await press(payment);
  await later(days(1));
  expect(await receiptsOf(payment)).toMatchObject([{ state: "failed" }, { ...issued, state: "completed" }]);
  await refund(order, payment, 16_000);
  await bankPays();
  expect(await receiptsOf(payment)).toHaveLength(3);
  await expectRest(order, payment);
});

describe("who and what", () => {
  test("a receipt that was issued with the payment is enough", async () => {
    const { order, payment, paymentKey } = await anAccount(undefined, {
      cashReceipt: { type: "income_deduction", registrationNumber: number },
    });
    await toss.payments.deposit(paymentKey);
    await lookAndRecord(payment.id);
    await expect(press(payment)).rejects.toMatchObject({ code: "cash_receipt_exists" });
    await expectRest(order, payment);
  });

  test("a card has none, an order that waits for its deposit neither, and a viewer may not issue one", async () => {
    const { payment: card } = await aPaidPayment();
    await expect(press(card)).rejects.toMatchObject({ code: "cash_receipt_not_possible", status: 409 });
    const { payment: waiting } = await anAccount();
    await expect(press(waiting)).rejects.toMatchObject({ code: "cash_receipt_not_possible" });
    const { payment } = await aDeposit();
    await expect(press(payment, { staff: haneul })).rejects.toMatchObject({ code: "forbidden" });
    expect(await requests(payment, "issue_receipt")).toEqual([]);
  });

  test("a payment of another account has no receipt from today's, which would name another business", async () => {
    const { payment } = await aDeposit();
    const { toss: settings } = env();
    const own = settings.pairs;
    const another = {
      clientKey: "test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm",
      secretKey: "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6",
    };
    onTestFinished(() => {
      settings.pairs = own;
    });
    settings.pairs = { widget: another, api: another };
    expect(accountOf(another.secretKey)).not.toBe(payment.account);
    await expect(press(payment)).rejects.toMatchObject({ code: "cash_receipt_not_possible" });
  });

  test.each([
    ["income_deduction", "0212345678"],
    ["expense_proof", "01012345678"],
    ["income_deduction", "010-1234-5678"],
    ["expense_proof", "1234567890"],
  ])("a number that fits no %s is refused before anything is asked", (type, registration_number) => {
    expect(receiptAtDesk.input.safeParse({ payment: "pay_1", type, registration_number }).success).toBe(
      false,
    );
  });
});
