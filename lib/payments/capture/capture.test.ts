import { describe, expect, onTestFinished, test } from "vitest";
import { auditOf } from "@/db/audit";
import { transfersOf } from "@/db/books";
import { latestCancelRequest } from "@/db/cancel-requests";
import { mailsOf } from "@/db/mails";
import { writePayment } from "@/db/payments";
import { productsBySku } from "@/db/products";
import type { Order, Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { listenForAlarms } from "@/testing/alarms";
import { aForm, deskAddress, haneul, jiwoo, minho } from "@/testing/desk-people";
import { aKey, aProduct, getsAnAddress, needsNow, orderNow, paymentNow, storyOf } from "@/testing/makers";
import { anotherProgram, atStripe, fault, stripe, turnClock, writesAsked } from "@/testing/stripe";
import {
  aDollarOrder,
  anEvent,
  anOpenIntent,
  anOpenPage,
  charge,
  hear,
  payOnPage,
} from "@/testing/stripe-makers";
import { answerOfCancelRequest } from "../../answers/cancel";
import { answerOfCapture } from "../../answers/capture";
import { auditOrder, faultsOf, unseenAt } from "../../books/invariants";
import { readBooks } from "../../books/read";
import { unrestOf } from "../../books/rest";
import { days, hours, minutes, now } from "../../clock";
import { captureByStaff } from "../../desk/acts/capture";
import { ship } from "../../desk/acts/ship";
import { hashBody, type KeyedRequest } from "../../http/idempotency";
import { env } from "../../settings/env";
import { askToCancel } from "../ending/cancel-request";
import { lookAndRecord } from "../engine/look";
import { refund } from "../refunds/refund";
import { refundOrVoid } from "../refunds/refund-by-number";
import { openStripe } from "../stripe/open";
import { presentPayment, presentStatus } from "../view/present";
import { reconcileOnce } from "../worker/reconcile";
import { noticeUnknown } from "../worker/unknown";
import { type CaptureWish, captureByNumber } from "./capture-by-number";

// Mina's card is only held, and the shop captures the money when it sends the order.

const office = { actor: "key:key_1", address: "203.0.113.7" };
const capture = ({ number }: Order, differs: Partial<CaptureWish> = {}) =>
  captureByNumber(number, { amount: undefined, keyed: aKey(), ...office, ...differs });
const callOff = ({ number }: Order) =>
  refundOrVoid(number, "stripe", { amount: undefined, reason: "Sold out", keyed: aKey(), ...office });

const manual = { captureMethod: "manual" } as const;

/** Her card is held after she paid in the card form; $22.00. */
async function aHeldIntent() {
  const { sku } = await aProduct({ stock: 3 });
  const { order, payment } = await anOpenIntent(await aDollarOrder([{ sku, quantity: 1 }]), manual);
  await charge(order);
  return { order: await orderNow(order), payment: await paymentNow(payment), sku };
}

/** Her card is held after she paid on Stripe's page. */
async function aHeldPage() {
  const { sku } = await aProduct({ stock: 3 });
  const { order, payment } = await anOpenPage(await aDollarOrder([{ sku, quantity: 1 }]), manual);
  await payOnPage(payment);
  await lookAndRecord(payment.id);
  return { order: await orderNow(order), payment: await paymentNow(payment), sku };
}

const capturesAsked = async ({ gatewayOrderId }: Payment) =>
  (await writesAsked(gatewayOrderId)).filter(({ operation }) => operation === "capture_intent");
const actedOn = async (payment: Payment) => (await capturesAsked(payment)).filter(({ acted }) => acted);
const stockOf = async (sku: string) => (await productsBySku(db, [sku]))[0]?.stock;
const lettersOf = async (order: Order) => (await mailsOf(db, order.id)).map(({ kind }) => kind);

async function later(ms = minutes(1)) {
  for (let turn = 0; turn < 3; turn += 1) {
    await turnClock(ms);
    await reconcileOnce();
  }
}

/** Nothing is wrong in the books, and nothing waits for a gateway. */
async function expectRest(order: Order) {
  const books = await readBooks(order.id);
  expect([...faultsOf(books), ...unrestOf(books)]).toEqual([]);
}

function captureOnShipment() {
  const settings = env();
  settings.captureOnShipment = true;
  onTestFinished(() => {
    settings.captureOnShipment = false;
  });
}

function holdCards() {
  const settings = env().stripe;
  settings.capture = "manual";
  onTestFinished(() => {
    settings.capture = "automatic";
  });
}

describe.each([
  ["in the card form", aHeldIntent],
  ["on Stripe's page", aHeldPage],
])("held %s", (_, held) => {
  test("the order is finished for Mina: nothing is sold yet, and she is told so", async () => {
    const { order, payment, sku } = await held();
    expect(order).toMatchObject({ status: "authorized", winnerPaymentId: payment.id, stockTaken: true });
    expect(payment).toMatchObject({ status: "authorized", captured: 0, captureMethod: "manual" });
    expect(payment.captureBefore?.getTime()).toBeGreaterThan(now().getTime() + days(6));
    expect(await transfersOf(db, order.id)).toEqual([]);
    expect(await stockOf(sku)).toBe(2);
    expect(presentPayment(order, payment)).toMatchObject({
      status: "authorized",
      winner: true,
      capture_method: "manual",
      capture_before: payment.captureBefore?.toISOString(),
    });
    expect(presentStatus(order, [payment])).toMatchObject({
      order: { status: "authorized" },
      captured: 0,
      next: { action: "none" },
    });
    expect(await lettersOf(order)).toContain("authorized");
    expect(await lettersOf(order)).not.toContain("paid");
    await expect(openStripe(order, { origin: null, keyed: undefined, waitMs: 0 })).rejects.toMatchObject({
      code: "order_already_paid",
    });
    await later(days(1));
    expect(await orderNow(order)).toMatchObject({ status: "authorized" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("all of it is captured: the order is paid, and the sale is in the books", async () => {
    const { order, payment } = await held();
    const { payment: paid, replayed } = await capture(order);
    expect(await answerOfCapture(paid)).toMatchObject({ body: { status: "paid", captured: 2_200 } });
    expect(replayed).toBe(false);
    expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ amount_received: 2_200 });
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await transfersOf(db, order.id)).toMatchObject([{ credit: "sales", amount: 2_200 }]);
    expect(await storyOf(order)).toEqual(expect.arrayContaining(["capture_asked", "payment_paid"]));
    expect(await lettersOf(order)).toContain("paid");
    expect(await auditOf(db, order.number)).toMatchObject([
      { action: "capture_asked", ...office, detail: { amount: 2_200 } },
    ]);
    await later();
    await expectRest(order);
  });

  test("a part is captured, and the rest released: that is no mismatch, and a part of it can be refunded", async () => {
    const { order, payment, sku } = await held();
    expect((await capture(order, { amount: 1_500 })).payment).toMatchObject({
      status: "paid",
      captured: 1_500,
      amount: 2_200,
    });
    expect(await atStripe(payment.gatewayOrderId)).toMatchObject({
      amount_received: 1_500,
      amount_capturable: 0,
    });
    expect(await transfersOf(db, order.id)).toMatchObject([{ credit: "sales", amount: 1_500 }]);
    const given = {
      paymentId: payment.id,
      amount: 500,
      reason: "x",
      requestedBy: "key:key_1",
      waitMs: 8_000,
    };
    expect(await refund(given)).toMatchObject({ state: "done" });
    await later();
    expect(await needsNow(payment)).toEqual([]);
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
    expect(await stockOf(sku)).toBe(2);
    await expectRest(order);
  });

  test("rule 24: the same key gets the same payment; another key is told that it was captured", async () => {
    const { order, payment } = await held();
    const keyed: KeyedRequest = {
      caller: "key_1",
      operation: "capture",
      key: order.id,
      bodyHash: hashBody({ amount: 1_000 }),
    };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => capture(order, { keyed, amount: 1_000 })),
    );
    expect(new Set(answers.map((answer) => answer.payment.id))).toEqual(new Set([payment.id]));
    expect(await capture(order, { keyed, amount: 1_000 })).toMatchObject({
      replayed: true,
      payment: { status: "paid", captured: 1_000 },
    });
    await expect(capture(order, { keyed: { ...keyed, bodyHash: "another" } })).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    await expect(capture(order)).rejects.toMatchObject({ code: "already_captured", status: 409 });
    expect(await actedOn(payment)).toHaveLength(1);
  });

  test("more than is held is refused, and nothing is asked of Stripe", async () => {
    const { order, payment } = await held();
    await expect(capture(order, { amount: 2_201 })).rejects.toMatchObject({
      code: "capture_exceeds_authorized",
      status: 409,
    });
    expect(await capturesAsked(payment)).toEqual([]);
    expect(await paymentNow(payment)).toMatchObject({ captureAsked: null });
  });

  test.each(["drop_before", "drop_after", "away"] as const)(
    "%s: the result is unknown, 202, and found later, once",
    async (kind) => {
      const { order, payment } = await held();
      const broken = await fault(kind, kind === "away" ? {} : { operation: "capture_intent" });
      const blind = await fault("away", { operation: "look" });
      const { payment: unknown } = await capture(order, { amount: 2_000 });
      expect(await answerOfCapture(unknown)).toMatchObject({ status: 202, body: { status: "authorized" } });
      expect(await auditOrder(order.id)).toEqual([]);
      await expect(capture(order)).rejects.toMatchObject({ code: "call_busy" });
      await expect(callOff(order)).rejects.toMatchObject({ code: "call_busy" });
      await broken.mend();
      await blind.mend();
      await later();
      expect(await orderNow(order)).toMatchObject({ status: "paid" });
      expect(await paymentNow(payment)).toMatchObject({ captured: 2_000 });
      expect(await actedOn(payment)).toHaveLength(1);
      await expectRest(order);
    },
  );

  test("Stripe refuses: nothing is charged, somebody is called, and the next capture works", async () => {
    const { order, payment } = await held();
    const alarms = listenForAlarms();
    const broken = await fault("error", { operation: "capture_intent", code: "account_restricted" });
    const { payment: refused } = await capture(order);
    await expect(answerOfCapture(refused)).rejects.toMatchObject({ code: "capture_declined", status: 409 });
    expect(refused).toMatchObject({ status: "authorized", captureAsked: null });
    expect(await needsNow(payment)).toEqual(["capture_failed:gateway_rejected"]);
    expect(alarms()).toContainEqual(expect.objectContaining({ why: "capture_failed" }));
    expect(await storyOf(order)).toContain("capture_failed");
    expect(await auditOrder(order.id)).toEqual([]);
    await broken.mend();
    expect((await capture(order)).payment).toMatchObject({ status: "paid" });
    expect(await needsNow(payment)).toEqual([]);
    await later();
    await expectRest(order);
  });

  test("captured in Stripe's console beside ours: Mina pays once, and both agree", async () => {
    const { order, payment } = await held();
    const broken = await fault("drop_before", { operation: "capture_intent" });
    const blind = await fault("away", { operation: "look" });
    await capture(order);
    await broken.mend();
    await anotherProgram().paymentIntents.capture((await atStripe(payment.gatewayOrderId)).id);
    await blind.mend();
    await later();
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
    expect(await transfersOf(db, order.id)).toHaveLength(1 + 1);
    await expectRest(order);
  });

  test("another part captured in Stripe's console: a person must look", async () => {
    const { order, payment } = await held();
    const { id } = await atStripe(payment.gatewayOrderId);
    await anotherProgram().paymentIntents.capture(id, { amount_to_capture: 700 });
    await lookAndRecord(payment.id);
    expect(await orderNow(order)).toMatchObject({ status: "in_review", winnerPaymentId: null });
    expect(await needsNow(payment)).toEqual(["mismatch"]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("capture and void at once: one of them wins, and the other is told", async () => {
    const { order, payment } = await held();
    const [captured, voided] = await Promise.allSettled([capture(order), callOff(order)]);
    expect([captured.status, voided.status].sort()).toEqual(["fulfilled", "rejected"]);
    await later();
    const won = captured.status === "fulfilled";
    expect(await orderNow(order)).toMatchObject({ status: won ? "paid" : "canceled" });
    expect(await paymentNow(payment)).toMatchObject({ captured: won ? 2_200 : 0 });
    await expectRest(order);
  });

  test("the webhook about the capture comes before our own answer is read", async () => {
    const { order, payment } = await held();
    await fault("drop_after", { operation: "capture_intent", times: 1 });
    const blind = await fault("away", { operation: "look" });
    await capture(order);
    await blind.mend();
    const { id } = await atStripe(payment.gatewayOrderId);
    await hear(anEvent("payment_intent.succeeded", { id, object: "payment_intent" }));
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
    await later();
    expect(await actedOn(payment)).toHaveLength(1);
    await expectRest(order);
  });

  test("the hold's last day: somebody is called a day before, once, and capturing ends that", async () => {
    const { order, payment } = await held();
    await turnClock(days(6) - hours(1));
    await noticeUnknown(now());
    expect(await needsNow(payment)).toEqual([]);
    await turnClock(hours(2));
    await noticeUnknown(now());
    await noticeUnknown(now());
    expect(await needsNow(payment)).toEqual(["capture_due"]);
    expect(unseenAt(await readBooks(order.id), now())).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);
    await capture(order);
    expect(await needsNow(payment)).toEqual([]);
  });

  test("nobody captures: the bank releases it, the order expires, and Mina reads that nothing was charged", async () => {
    const { order, payment, sku } = await held();
    await turnClock(days(7) + minutes(1));
    await later();
    expect(await paymentNow(payment)).toMatchObject({ status: "canceled", captured: 0 });
    expect(await orderNow(order)).toMatchObject({
      status: "expired",
      winnerPaymentId: null,
      stockTaken: false,
    });
    expect(await stockOf(sku)).toBe(3);
    expect(await mailsOf(db, order.id)).toContainEqual(
      expect.objectContaining({ kind: "hold_ended", cause: `${payment.id}#expired` }),
    );
    await expect(capture(order)).rejects.toMatchObject({ code: "nothing_to_capture", status: 409 });
    expect(await needsNow(payment)).toEqual([]);
    await expectRest(order);
  });

  test("the capture comes too late: the bank has released it already, and nothing is charged", async () => {
    const { order, payment } = await held();
    await stripe.clock.advance(days(7) + minutes(1));
    const late = await capture(order);
    await expect(answerOfCapture(late.payment)).rejects.toMatchObject({ code: "nothing_to_capture" });
    await later(days(3));
    expect(await paymentNow(payment)).toMatchObject({ status: "canceled", captured: 0 });
    expect(["expired", "canceled"]).toContain((await orderNow(order)).status);
    await expectRest(order);
  });

  test("the shop voids it: the order is canceled, and the letter says so", async () => {
    const { order, payment, sku } = await held();
    await callOff(order);
    expect(await orderNow(order)).toMatchObject({ status: "canceled", winnerPaymentId: null });
    expect(await stockOf(sku)).toBe(3);
    expect(await mailsOf(db, order.id)).toContainEqual(
      expect.objectContaining({ kind: "hold_ended", cause: `${payment.id}#voided` }),
    );
    await expectRest(order);
  });

  test("Mina asks to cancel: the shop decides, and voiding the hold grants it", async () => {
    const { order, payment } = await held();
    const request = await askToCancel(order, { reason: "x", address: office.address });
    expect(request).toMatchObject({ state: "asked" });
    expect(await answerOfCancelRequest(order, request)).toMatchObject({ body: { outcome: "asked" } });
    expect(await orderNow(order)).toMatchObject({ status: "authorized" });
    await fault("drop_after", { operation: "cancel_intent", times: 1 });
    const blind = await fault("away", { operation: "look" });
    await callOff(order);
    const granted = await latestCancelRequest(db, order.id);
    expect(granted).toMatchObject({ state: "granted" });
    expect(granted && (await answerOfCancelRequest(order, granted))).toMatchObject({
      body: { outcome: "canceling" },
    });
    await blind.mend();
    await later();
    expect(await orderNow(order)).toMatchObject({ status: "canceled" });
    expect(await paymentNow(payment)).toMatchObject({ captured: 0 });
    await expectRest(order);
  });

  test("two staff press at once: one captures, the other is told, and a viewer may not", async () => {
    const { order, payment } = await held();
    const wish = (staff: typeof jiwoo, amount: number) => ({
      amount,
      keyed: aForm(staff, amount),
      address: deskAddress,
    });
    await expect(captureByStaff(haneul, payment.id, wish(haneul, 100))).rejects.toMatchObject({
      code: "forbidden",
    });
    const [one, other] = await Promise.allSettled([
      captureByStaff(jiwoo, payment.id, wish(jiwoo, 1_000)),
      captureByStaff(minho, payment.id, wish(minho, 2_000)),
    ]);
    expect([one.status, other.status].sort()).toEqual(["fulfilled", "rejected"]);
    await later();
    expect(await paymentNow(payment)).toMatchObject({
      captured: one.status === "fulfilled" ? 1_000 : 2_000,
    });
    expect(await auditOf(db, order.number)).toHaveLength(1);
    await expectRest(order);
  });
});

test("the process ends right after the capture was asked: the next one finds it and asks again under the same key", async () => {
  const { order, payment } = await aHeldIntent();
  const held = await fault("hold_before", { operation: "capture_intent", times: 1 });
  const asking = captureByNumber(order.number, { amount: undefined, keyed: aKey(), ...office });
  await expect.poll(held.holding).toBe(1);
  await turnClock(minutes(1));
  await reconcileOnce();
  await held.release();
  await asking;
  await later();
  expect(await paymentNow(payment)).toMatchObject({ status: "paid", captured: 2_200 });
  expect(new Set((await capturesAsked(payment)).map(({ idempotencyKey }) => idempotencyKey))).toEqual(
    new Set([`${payment.id}:capture:1`]),
  );
  expect(await actedOn(payment)).toHaveLength(1);
  await expectRest(order);
});

describe("who chooses", () => {
  test("a shop that holds cards: its own page asks Stripe for that, for cards only", async () => {
    holdCards();
    const { order, payment } = await anOpenPage();
    await payOnPage(payment);
    await lookAndRecord(payment.id);
    expect(await orderNow(order)).toMatchObject({ status: "authorized" });
    const [create] = await writesAsked(payment.gatewayOrderId);
    expect(JSON.stringify(create?.body)).toContain("capture_method");
  });

  test("a bank debit cannot be held: it is captured at once", async () => {
    const { order, payment } = await anOpenPage(undefined, manual);
    await payOnPage(payment, { method: "bank_debit" });
    await lookAndRecord(payment.id);
    await turnClock(days(5));
    await lookAndRecord(payment.id);
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
  });

  test("the order's later attempts keep to the choice that was made for it", async () => {
    const { order } = await anOpenPage(undefined, manual);
    const { payment } = await anOpenIntent(order);
    expect(payment).toMatchObject({ captureMethod: "manual" });
    const { payment: chosen } = await anOpenIntent(order, { captureMethod: "automatic" });
    expect(chosen).toMatchObject({ captureMethod: "automatic" });
    expect(chosen.id).not.toBe(payment.id);
  });
});

describe("capture when the order is sent", () => {
  const parcel = { courier: "hanjin", trackingNumber: "512345678901" } as const;
  const sendOff = async (order: Order, key = "form") => {
    await getsAnAddress(order);
    const keyed = aForm(jiwoo, order.id, `${key} ${order.id}`);
    return ship(jiwoo, order.id, { shipped: true, ...parcel, address: deskAddress, keyed }, now());
  };

  test("off: an order that is only held is not shipped", async () => {
    const { order } = await aHeldIntent();
    await expect(sendOff(order)).rejects.toMatchObject({ code: "order_not_paid" });
    expect(await orderNow(order)).toMatchObject({ status: "authorized", shippedAt: null });
  });

  test("on: the money is captured and the order shipped, together", async () => {
    captureOnShipment();
    const { order, payment } = await aHeldIntent();
    expect(await sendOff(order)).toMatchObject({ id: payment.id, captured: 2_200 });
    expect((await orderNow(order)).shippedAt).not.toBeNull();
    expect(await storyOf(order)).toEqual(expect.arrayContaining(["payment_paid", "order_shipped"]));
    expect((await auditOf(db, order.number)).map(({ action }) => action).sort()).toEqual([
      "capture_asked",
      "order_shipped",
    ]);
    await later();
    await expectRest(order);
  });

  test("refused: the order is not shipped", async () => {
    captureOnShipment();
    const { order, payment } = await aHeldIntent();
    await fault("error", { operation: "capture_intent", code: "account_restricted" });
    const refused = await sendOff(order);
    if (!refused) throw new Error("Nothing was captured.");
    await expect(answerOfCapture(refused)).rejects.toMatchObject({ code: "capture_declined" });
    expect(await orderNow(order)).toMatchObject({ status: "authorized", shippedAt: null });
    expect(await needsNow(payment)).toEqual(["capture_failed:gateway_rejected"]);
  });

  test("unknown: the order is shipped once the money is known to be captured", async () => {
    captureOnShipment();
    const { order } = await aHeldIntent();
    const broken = await fault("drop_after", { operation: "capture_intent", times: 1 });
    const blind = await fault("away", { operation: "look" });
    const unknown = await sendOff(order);
    expect(unknown && (await answerOfCapture(unknown))).toMatchObject({ status: 202 });
    expect(await orderNow(order)).toMatchObject({ status: "authorized", shippedAt: null });
    await broken.mend();
    await blind.mend();
    await later();
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
    expect(await orderNow(order)).toMatchObject({ shippedAt: expect.any(Date), ...parcel });
    await expectRest(order);
  });
});

test("no webhook comes: the end of a hold is found minutes after it", async () => {
  const { order, payment } = await aHeldIntent();
  await turnClock(days(7) - minutes(5));
  await reconcileOnce();
  expect(await orderNow(order)).toMatchObject({ status: "authorized" });
  await turnClock(minutes(7));
  await reconcileOnce();
  expect(await orderNow(order)).toMatchObject({ status: "expired" });
  expect(await paymentNow(payment)).toMatchObject({ status: "canceled", captured: 0 });
});

test("a hold that ends at another time than we knew is corrected by the next look", async () => {
  const { payment } = await aHeldIntent();
  const wrong = new Date(now().getTime() + days(2));
  await transaction((tx) => writePayment(tx, payment.id, payment.version, { captureBefore: wrong }));
  await lookAndRecord(payment.id);
  expect((await paymentNow(payment)).captureBefore).toEqual(payment.captureBefore);
});
