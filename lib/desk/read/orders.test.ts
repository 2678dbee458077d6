import { describe, expect, test } from "vitest";
import type { Order } from "@/db/schema";
import { transaction } from "@/db/store";
import { auditOrder } from "@/lib/books/invariants";
import { days, hours, now } from "@/lib/clock";
import { OrderFilter } from "@/lib/contracts/desk/orders";
import { Cursor, type Page } from "@/lib/contracts/desk/page";
import { createOrder } from "@/lib/orders/create";
import { expire } from "@/lib/payments/ending/expire";
import { lookAndRecord } from "@/lib/payments/engine/look";
import { callPerson, needOf } from "@/lib/payments/engine/needs";
import { refundOrder } from "@/lib/payments/refunds/refund-by-number";
import { acceptReviewed } from "@/lib/payments/refunds/review";
import { readyToss } from "@/lib/payments/toss/ready";
import { turnOurClock } from "@/testing/clock";
import { haneul } from "@/testing/desk-people";
import { takeMoney, toss } from "@/testing/gateway";
import {
  aKey,
  anAccount,
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  aPaidPayment,
  aReadyWish,
  authenticate,
  aWish,
  confirmWith,
  orderNow,
} from "@/testing/makers";
import "@/testing/stripe";
import { aDollarOrder, anOpenPage, aPaidPage } from "@/testing/stripe-makers";
import { type OrderRow, ordersPage } from "./orders";
import { typedIn } from "./search-term";

const staff = haneul;
const listed = async (filter: OrderFilter) => (await ordersPage(staff, filter)).rows;
const numbers = async (filter: OrderFilter) => (await listed(filter)).map(({ number }) => number);

/** Somebody orders a T-shirt. */
async function anOrderOf(customer: Partial<{ name: string; email: string; phone: string }>): Promise<Order> {
  const wish = await aWish();
  const asked = { ...wish, customer: { ...wish.customer, ...customer } };
  return (await createOrder(asked, undefined, undefined, now())).order;
}

/** Refunds part of an order, as requested by another of the shop's servers. */
async function giveBack(of: { order: Order; payment: Parameters<typeof refundOrder>[1] }, amount?: number) {
  const wish = { amount, reason: "사이즈 교환", actor: "key:1", address: "192.0.2.1", keyed: aKey() };
  await refundOrder(of.order, of.payment, wish);
}

test("an order is listed with its amount, its buyer and its status", async () => {
  const paid = await aPaidPayment();
  await giveBack(paid, 9_000);
  expect(await listed({})).toEqual([
    {
      number: paid.order.number,
      name: "쿨 티셔츠",
      status: "partially_refunded",
      amount: 29_000,
      shipping: 0,
      currency: "KRW",
      live: false,
      customerName: "김미나",
      customerEmail: "mina@example.com",
      customerPhone: "01012345678",
      gateway: "toss",
      method: "CARD",
      createdAt: paid.order.createdAt,
      paidAt: paid.order.paidAt,
      shippedAt: null,
      courier: null,
      trackingNumber: null,
      shippingAddress: paid.order.shippingAddress,
      refunded: 9_000,
      tax: { supply: 18_182, vat: 1_818, taxFree: 0 },
      dispute: null,
      needsPerson: false,
    } satisfies OrderRow,
  ]);
});

test("nobody without a role for it sees a list", async () => {
  const stranger = { ...staff, role: "courier" } as unknown as typeof staff;
  await expect(ordersPage(stranger, {})).rejects.toMatchObject({ code: "forbidden" });
});

describe("a search finds", () => {
  test("a number, as it is read out on the phone", async () => {
    const order = await anOrder();
    await anOrder();
    for (const q of [order.number, order.number.toLowerCase(), ` ${order.number} `])
      expect(await numbers({ q })).toEqual([order.number]);
  });

  test("an email address, in upper or lower case, newest first", async () => {
    const first = await anOrderOf({ email: "Jisu.Park@Example.com" });
    await anOrder();
    turnOurClock(1_000);
    const second = await anOrderOf({ email: "jisu.park@example.com" });
    expect(await numbers({ q: "JISU.park@example.com" })).toEqual([second.number, first.number]);
  });

  test("a telephone number, whole or its end, however it is written", async () => {
    const local = await anOrderOf({ phone: "01055557777" });
    turnOurClock(1_000);
    const abroad = await anOrderOf({ phone: "+821055557777" });
    turnOurClock(1_000);
    const neighbor = await anOrderOf({ phone: "01044447777" });
    for (const q of ["010-5555-7777", "+82 10 5555 7777", "01055557777", "+82 (0)10.5555.7777"])
      expect(await numbers({ q }), q).toEqual([abroad.number, local.number]);
    expect(await numbers({ q: "7777" })).toEqual([neighbor.number, abroad.number, local.number]);
    expect(await numbers({ q: "5555" })).toEqual([]);
  });

  test("a whole name, also in the decomposed form that a Mac types", async () => {
    const minsu = await anOrderOf({ name: "이민수" });
    const johnson = await anOrderOf({ name: "Johnson" });
    expect(await numbers({ q: "이민수".normalize("NFD") })).toEqual([minsu.number]);
    expect(await numbers({ q: " 이민수 " })).toEqual([minsu.number]);
    expect(await numbers({ q: "이민" })).toEqual([]);
    expect(await numbers({ q: "Johnson" })).toEqual([johnson.number]);
  });

  test("a gateway's id", async () => {
    const { order, payment, paymentKey } = await aPaidPayment();
    const page = await anOpenPage();
    await anOrder();
    for (const q of [paymentKey, payment.gatewayOrderId, payment.id])
      expect(await numbers({ q }), q).toEqual([order.number]);
    expect(await numbers({ q: page.sessionId })).toEqual([page.order.number]);
  });

  test("and combines with filters", async () => {
    const { order } = await aPaidPayment();
    await anOrder();
    expect(await numbers({ q: "mina@example.com", status: "paid" })).toEqual([order.number]);
    expect(await numbers({ q: order.number, status: "refunded" })).toEqual([]);
    expect(await numbers({ q: "5678", gateway: "toss", method: "CARD" })).toEqual([order.number]);
    expect(await numbers({ q: "김미나", gateway: "stripe" })).toEqual([]);
  });

  test.each([
    ["1234", "phone_end"],
    ["12345", "name"],
    ["010 1234 5678", "phone"],
    ["mina@example.com", "email"],
    ["김 미나", "name"],
    ["Kim Mina", "name"],
    ["tviva20261121ab_cd-1", "word"],
    ["%", "name"],
    ["", undefined],
    [" ", undefined],
    [undefined, undefined],
  ])("%j is understood as %s", (q, by) => {
    expect(typedIn(q)?.by).toBe(by);
  });
});

test("each status is its own list, also the ones that are derived from amounts", async () => {
  const made = {
    open: await anOrder(),
    waiting_for_deposit: (await anAccount()).order,
    paid: (await aPaidPayment()).order,
    partially_refunded: await aPaidPayment().then(async (paid) => {
      await giveBack(paid, 1_000);
      return paid.order;
    }),
    refunded: await aPaidPayment().then(async (paid) => {
      await giveBack(paid);
      return paid.order;
    }),
  };
  for (const [status, order] of Object.entries(made)) {
    const rows = await listed({ status: status as keyof typeof made });
    expect(rows.map((row) => [row.number, row.status])).toEqual([[order.number, status]]);
    // The same through another index.
    const again = await listed({ status: status as keyof typeof made, q: "mina@example.com" });
    expect(again).toEqual(rows);
  }
  turnOurClock(hours(4));
  await expire(made.open.id, now());
  expect(await numbers({ status: "expired" })).toEqual([made.open.number]);
  expect(await numbers({ status: "open" })).toEqual([]);
});

describe("an order's method comes from", () => {
  test("its newest attempt until one of them pays it", async () => {
    const order = await anOrder();
    expect(await listed({})).toMatchObject([{ gateway: null, method: null }]);
    const { payment } = await anAttempt(order);
    await readyToss(order, { ...aReadyWish(order), method: "TRANSFER" }, now());
    expect(await numbers({ gateway: "toss", method: "TRANSFER" })).toEqual([order.number]);
    // She goes back to the first window and pays there.
    await confirmWith(payment, await authenticate(payment));
    expect(await numbers({ gateway: "toss", method: "TRANSFER" })).toEqual([]);
    expect(await numbers({ method: "CARD" })).toEqual([order.number]);
  });

  test("her choice in the widget, whatever was prepared", async () => {
    const { order, payment } = await anAttempt();
    const opened = await toss.payments.open({
      orderId: payment.gatewayOrderId,
      amount: payment.amount,
      method: "EASY_PAY",
      provider: "TOSSPAY",
      source: "money",
    });
    await confirmWith(payment, opened.paymentKey);
    expect(await numbers({ method: "EASY_PAY" })).toEqual([order.number]);
    expect(await numbers({ method: "CARD" })).toEqual([]);
  });

  test("an accepted payment, although it came through an older window", async () => {
    const { order, payment } = await anAttempt();
    await readyToss(order, { ...aReadyWish(order), method: "TRANSFER" }, now());
    const paymentKey = await authenticate(payment, undefined, payment.amount + 1_000);
    await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount + 1_000 });
    await lookAndRecord(payment.id);
    expect(await listed({ status: "in_review" })).toMatchObject([{ method: "TRANSFER", needsPerson: true }]);
    await acceptReviewed(order.id, "전화로 확인", "staff:st_sora", now());
    expect(await listed({ status: "paid" })).toMatchObject([{ method: "CARD", needsPerson: false }]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("its newest attempt again, when the bank reverses the deposit that paid it", async () => {
    const { order, payment, paymentKey } = await anAccount();
    await anAttempt(await orderNow(order));
    expect(await numbers({ method: "CARD" })).toEqual([order.number]);
    await toss.payments.deposit(paymentKey);
    await lookAndRecord(payment.id);
    expect(await numbers({ method: "VIRTUAL_ACCOUNT", status: "paid" })).toEqual([order.number]);
    await toss.payments.reverseDeposit(paymentKey);
    await lookAndRecord(payment.id);
    expect(await numbers({ method: "CARD", status: "waiting_for_deposit" })).toEqual([order.number]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("all of a gateway's methods are one list, newest first", async () => {
    const page = await aPaidPage(await aDollarOrder());
    turnOurClock(1_000);
    const card = await anAttempt();
    turnOurClock(1_000);
    const account = await anAccount();
    expect(await numbers({ gateway: "toss" })).toEqual([account, card].map(({ order }) => order.number));
    expect(await numbers({ method: "CARD" })).toEqual([card, page].map(({ order }) => order.number));
    expect(await numbers({ gateway: "stripe", status: "paid" })).toEqual([page.order.number]);
    expect(await numbers({ gateway: "stripe", status: "open" })).toEqual([]);
  });
});

test("days are Seoul's, and the last one is included", async () => {
  const before = await anOrder();
  turnOurClock(days(1));
  const after = await anOrder();
  const day = ({ createdAt }: Order) =>
    new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(createdAt);
  expect(await numbers({ from: day(after) })).toEqual([after.number]);
  expect(await numbers({ to: day(before) })).toEqual([before.number]);
  expect(await numbers({ from: day(before), to: day(after) })).toEqual([after.number, before.number]);
});

test("an order with a need is marked in the list", async () => {
  const { payment } = await anAuthenticatedPayment();
  expect(await listed({})).toMatchObject([{ needsPerson: false }]);
  await transaction((tx) => callPerson(tx, [needOf(payment, "captured_changed")], now()));
  expect(await listed({})).toMatchObject([{ needsPerson: true }]);
});

describe("a list is paged", () => {
  const turn = (cursor: string | null) => (cursor ? Cursor.parse(cursor) : undefined);
  const names = ({ rows }: Page<OrderRow>) => rows.map(({ number }) => number);

  test.each([
    ["all", {}],
    ["one status", { status: "open" }],
    ["by the gateway", { gateway: "toss" }],
    ["by a search", { q: "5678" }],
    ["what was refunded", { status: "refunded" }],
  ] satisfies [string, OrderFilter][])("to its end and back again: %s", async (_, filter: OrderFilter) => {
    const made: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      const paid = filter.status === "refunded" ? await aPaidPayment() : undefined;
      if (paid) await giveBack(paid);
      made.unshift(paid?.order.number ?? (await anAttempt()).order.number);
      // Some are created in the same millisecond.
      if (n % 3 !== 0) turnOurClock(1);
    }
    const all = await numbers(filter);
    expect(all.toSorted()).toEqual(made.toSorted());

    const first = await ordersPage(staff, filter, undefined, 3);
    const second = await ordersPage(staff, filter, turn(first.next), 3);
    const third = await ordersPage(staff, filter, turn(second.next), 3);
    expect([first, second, third].flatMap(names)).toEqual(all);
    expect([first.previous, third.next]).toEqual([null, null]);

    const back = await ordersPage(staff, filter, turn(third.previous), 3);
    expect(back).toEqual(second);
    expect(await ordersPage(staff, filter, turn(back.previous), 3)).toEqual(first);
  });

  test("new orders move no row to another page", async () => {
    for (let n = 0; n < 4; n += 1) {
      await anOrder();
      turnOurClock(1);
    }
    const all = await numbers({});
    const first = await ordersPage(staff, {}, undefined, 2);
    const late = await anOrder();
    const second = await ordersPage(staff, {}, turn(first.next), 2);
    expect(names(second)).toEqual(all.slice(2));
    const newest = await ordersPage(staff, {}, turn(first.previous ?? second.previous), 2);
    expect(names(newest)).toEqual(all.slice(0, 2));
    expect(names(await ordersPage(staff, {}, turn(newest.previous), 2))).toEqual([late.number]);
  });

  test.each(["", "older", "older.1", "newer.x.ord_1", "older.9999999999999999.ord_1", "older.1.'"])(
    "%j is no position in a list",
    (cursor) => {
      expect(Cursor.safeParse(cursor).success).toBe(false);
    },
  );
});

test("empty fields in an address filter nothing, and invalid ones are refused", () => {
  expect(OrderFilter.parse({ q: "", status: "", from: "", page: "2" })).toEqual({});
  expect(OrderFilter.parse({ q: "  김미나 " })).toEqual({ q: "김미나" });
  for (const wrong of [{ status: "lost" }, { from: "2026-02-30" }, { method: "CASH" }, { q: "a\u0000" }])
    expect(OrderFilter.safeParse(wrong).success).toBe(false);
});
