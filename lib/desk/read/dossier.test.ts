import { expect, test } from "vitest";
import { recordAudit } from "@/db/audit";
import { cancelRequests, disputes, webhookInbox } from "@/db/schema";
import { transaction } from "@/db/store";
import { days, now } from "@/lib/clock";
import { createOrder } from "@/lib/orders/create";
import { lookAndRecord } from "@/lib/payments/engine/look";
import { refundOrder } from "@/lib/payments/refunds/refund-by-number";
import { haneul, sora } from "@/testing/desk-people";
import { toss, turnClock } from "@/testing/gateway";
import { aKey, anAccount, aPaidPayment, aWish, orderNow, paymentNow } from "@/testing/makers";
import { statementsOf } from "@/testing/plans";
import { type Dossier, orderDossier } from "./dossier";
import { standingDispute } from "./orders";
import { supportBundle } from "./support-bundle";

const staff = haneul;
const manager = sora;

const of = async (number: string, who = staff): Promise<Dossier> =>
  (await orderDossier(who, number)) ?? expect.fail(`There is no ${number}.`);

/** Everything the shop learns about Mina while she pays by virtual account and asks for a partial refund. */
const personal = {
  name: "김미나리",
  email: "minari.kim@example.com",
  phone: "01098761234",
  postcode: "04524",
  street: "세종대로 110",
  floor: "7층 안쪽",
  courier: "경비실에 맡겨 주세요",
  account: "1002123456789",
  holder: "김순자",
  refundReason: "미나리 님이 전화로 부탁",
  cancelReason: "이사를 가요",
  staffAddress: "192.0.2.99",
  shopWord: "대구로 보냈어요",
} as const;

async function minarisOrder() {
  const wish = await aWish();
  const { order: made } = await createOrder(
    {
      ...wish,
      customer: { name: personal.name, email: personal.email, phone: personal.phone },
      shipping_address: {
        postcode: personal.postcode,
        line1: personal.street,
        line2: personal.floor,
        note: personal.courier,
      },
    },
    undefined,
    undefined,
    now(),
  );
  const { payment: opened } = await anAccount(made, { customerName: personal.name });
  await toss.payments.deposit(opened.gatewayPaymentKey ?? "");
  await lookAndRecord(opened.id);
  const [order, payment] = [await orderNow(made), await paymentNow(opened)];
  await refundOrder(order, payment, {
    amount: 9_000,
    reason: personal.refundReason,
    account: { bank: "20", accountNumber: personal.account, holderName: personal.holder },
    actor: "staff:support_1",
    address: personal.staffAddress,
    keyed: aKey(),
  });
  // The bank takes days to refund a deposit.
  await turnClock(days(4));
  await lookAndRecord(opened.id);
  await transaction(async (tx) => {
    await tx.insert(webhookInbox).values({
      id: "in_1",
      gateway: "toss",
      key: "key-1",
      body: `{"secret":"${payment.depositSecret}"}`,
      state: "done",
      paymentId: payment.id,
      tries: 1,
      receivedAt: now(),
      nextAt: now(),
    });
    await tx.insert(cancelRequests).values({
      id: "cr_1",
      orderId: order.id,
      reason: personal.cancelReason,
      answer: personal.shopWord,
      state: "declined",
      createdAt: now(),
    });
    await tx.insert(disputes).values({
      id: "dp_1",
      paymentId: payment.id,
      orderId: order.id,
      amount: 1_000,
      currency: "KRW",
      reason: "fraudulent",
      gatewayStatus: "lost",
      state: "lost",
      createdAt: now(),
    });
    await recordAudit(tx, {
      actor: `staff:${sora.id}`,
      action: "need_resolved",
      subject: order.number,
      detail: { note: personal.shopWord },
      address: personal.staffAddress,
      at: now(),
    });
  });
  return { order: await orderNow(order), payment: await paymentNow(payment) };
}

test("an order's dossier has the requests, the answers, the refunds, and who made them", async () => {
  const { order, payment } = await minarisOrder();
  await aPaidPayment();
  const told = await of(order.number);
  expect(told).toMatchObject({ order, status: "partially_refunded", winner: { id: payment.id } });
  expect(told.items).toMatchObject([{ name: "쿨 티셔츠", quantity: 1 }]);
  expect(told.payments.map(({ id, refunded }) => [id, refunded])).toEqual([[payment.id, 9_000]]);
  expect(told.refunds).toMatchObject([{ amount: 9_000, state: "done", reason: personal.refundReason }]);
  expect(told.calls.map(({ kind, state }) => [kind, state])).toEqual([
    ["issue", "done"],
    ["refund", "done"],
  ]);
  expect(told.events.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["order_created", "payment_paid", "refund_reserved", "refund_done"]),
  );
  // The clock stands still in this story, so neither came first.
  expect(told.transfers.map(({ cause, amount }) => `${cause} ${amount}`).toSorted()).toEqual([
    "capture 29000",
    "refund 9000",
  ]);
  expect(told.news).toMatchObject([{ id: "in_1", state: "done" }]);
  expect(told.mails.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["virtual_account", "paid"]));
  expect(told.disputes).toMatchObject([{ id: "dp_1", state: "lost" }]);
  expect(told.cancelRequests).toMatchObject([{ id: "cr_1", answer: personal.shopWord }]);
  expect(told.audit.map(({ action }) => action)).toContain("need_resolved");
  expect(await orderDossier(staff, "ORD-20261121-NOBODY")).toBeUndefined();
});

test("no secret is in it; staff addresses and the account's holder are for managers only", async () => {
  const { order, payment } = await minarisOrder();
  expect(payment.depositSecret).toBeTruthy();
  const text = JSON.stringify(await of(order.number, manager));
  for (const secret of [payment.depositSecret, personal.account]) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/depositSecret|clientSecret|"body"/);
  for (const refund of (await of(order.number, manager)).refunds)
    expect(refund).not.toHaveProperty("account");
  expect(text).toContain(personal.staffAddress);
  expect(text).toContain(personal.holder);
  const toOthers = JSON.stringify(await of(order.number));
  for (const word of [personal.staffAddress, personal.holder]) expect(toOthers).not.toContain(word);
});

test("an order is read in the same number of statements, however much belongs to it", async () => {
  const small = await aPaidPayment();
  const large = await minarisOrder();
  const count = async (number: string) => (await statementsOf(() => of(number))).length;
  expect(await count(large.order.number)).toBe(await count(small.order.number));
  expect(await count(small.order.number)).toBe(13);
});

test("a bundle for support names no person, and has what a gateway's support asks for", async () => {
  const { order, payment } = await minarisOrder();
  const bundle = supportBundle(await of(order.number, manager));
  const text = JSON.stringify(bundle);
  const account = payment.detail.virtualAccount ?? expect.fail();
  const learned = [
    ...Object.values(personal),
    account.accountNumber,
    account.holderName,
    payment.depositSecret,
  ];
  for (const value of learned) expect(text).not.toContain(value);
  // A gateway's keys may contain any digits; the end of her phone number would stand alone.
  expect(order.customerPhoneEnd).toBe("1234");
  expect(text).not.toMatch(/\b1234\b/);

  expect(text).toContain(payment.gatewayPaymentKey);
  expect(bundle).toMatchObject({
    order: { number: order.number, status: "partially_refunded", amount: 29_000 },
    payments: [{ gateway_order_id: payment.gatewayOrderId, captured: 29_000, refunded: 9_000 }],
    refunds: [{ amount: 9_000, state: "done" }],
    disputes: [{ id: "dp_1" }],
    cancel_requests: [{ id: "cr_1", state: "declined" }],
  });
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(bundle)));
});

test.each([
  [[], null],
  [["won"], null],
  [["won", "lost"], "lost"],
  [["lost", "open"], "open"],
  [["inquiry"], "inquiry"],
] as const)("disputes that are %j are shown as %j", (states, told) => {
  expect(standingDispute(states.map((state) => ({ state })))).toBe(told);
});
