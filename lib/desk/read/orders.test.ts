import { describe, expect, test } from "vitest";
import { shipOrder, writeOrder } from "@/db/orders";
import { moveRefund, refundsOf } from "@/db/refunds";
import type { Order } from "@/db/schema";
import { deleteSearchTerms } from "@/db/search-terms";
import { db, transaction } from "@/db/store";
import { auditOrder } from "@/lib/books/invariants";
import { days, hours, later, now } from "@/lib/clock";
import { OrderFilter } from "@/lib/contracts/desk/orders";
import { Cursor, type Page } from "@/lib/contracts/desk/page";
import { createOrder } from "@/lib/orders/create";
import { makeSearchable } from "@/lib/orders/make-searchable";
import { noteRefunded } from "@/lib/orders/note-refunded";
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
  aLessonOrder,
  anAccount,
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  aPaidParcel,
  aPaidPayment,
  aReadyWish,
  authenticate,
  aWish,
  confirmWith,
  orderNow,
} from "@/testing/makers";
import "@/testing/stripe";
import { aDollarOrder, anOpenPage, aPaidPage } from "@/testing/stripe-makers";
import { type OrderRow, ordersPage, ordersTotals, workCounts } from "./orders";
import { readingsOf } from "./search-term";

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
      id: paid.order.id,
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
  test("a number, whole or its end, as it is read out on the phone", async () => {
    const order = await anOrder();
    await anOrder();
    const end = order.number.slice(-6);
    for (const q of [order.number, order.number.toLowerCase(), ` ${order.number} `, end, end.toLowerCase()])
      expect(await numbers({ q }), q).toEqual([order.number]);
    expect(await numbers({ q: order.number.slice(4) })).toEqual([order.number]);
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

  test("part of a Korean name, also in the decomposed form that a Mac types", async () => {
    const minsu = await anOrderOf({ name: "이민수", email: "a@example.net" });
    await anOrderOf({ name: "박서준", email: "b@example.net" });
    for (const q of ["이민수", "이민", "민수", "수", "이 민수", " 이민수 ", "이민수".normalize("NFD")])
      expect(await numbers({ q }), q).toEqual([minsu.number]);
    expect(await numbers({ q: "이수" })).toEqual([]);
  });

  test("the beginning of any word of a name, whatever its case and spaces", async () => {
    const jane = await anOrderOf({ name: "Jane van Doe", email: "a@example.net" });
    await anOrderOf({ name: "Janet Dobson", email: "b@example.net" });
    for (const q of ["jane v", "JANE VAN DOE", "jane  van doe", "van Doe", "doe", "VanDoe"])
      expect(await numbers({ q }), q).toEqual([jane.number]);
    expect(await numbers({ q: "jane" })).toHaveLength(2);
    expect(await numbers({ q: "jane doe" })).toEqual([]);
  });

  test("part of an email address", async () => {
    const order = await anOrderOf({ name: "Ann", email: "jisu.park@shop.example.org" });
    await anOrderOf({ name: "Ann", email: "jisoo@example.net" });
    for (const q of ["jisu", "park", "jisu.park@", "park@shop", "shop.example", "jisu.park@shop.example.or"])
      expect(await numbers({ q }), q).toEqual([order.number]);
    expect(await numbers({ q: "parkshopexamplecom" })).toEqual([]);
  });

  test("an amount, as somebody says it", async () => {
    const shirt = await anOrder();
    const dollars = await aDollarOrder();
    for (const q of ["29000", "29,000", "₩29,000", "29,000원"])
      expect(await numbers({ q }), q).toEqual([shirt.number]);
    const typed = `$${dollars.amount / 100}`;
    expect(await numbers({ q: Number.isInteger(dollars.amount / 100) ? typed : typed.slice(1) })).toEqual([
      dollars.number,
    ]);
    expect(await numbers({ q: "$29000" })).toEqual([]);
  });

  test("a day, and the beginning of a number", async () => {
    const order = await anOrder();
    const day = order.number.slice(4, 12);
    for (const q of [day, `ORD-${day}`, `ord-${day}-`])
      expect(await numbers({ q }), q).toEqual([order.number]);
    expect(await numbers({ q: "20200101" })).toEqual([]);
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
    ["1234", ["term", "phone", "number", "amount", "amount"]],
    ["010 1234 5678", ["term", "phone", "number"]],
    ["mina@example.com", ["term", "email"]],
    ["김 미나", ["term"]],
    ["G8E15Q", ["term", "number"]],
    ["29,000원", ["term", "amount"]],
    ["%", []],
  ])("%j is understood as %j", (q, by) => {
    expect(readingsOf(q).map((reading) => reading.by)).toEqual(by);
  });
});

test("an order of an earlier release is found once it was made searchable", async () => {
  const order = await anOrderOf({ name: "최은영", email: "euny@example.net" });
  await transaction(async (tx) => {
    await deleteSearchTerms(tx, order);
    await writeOrder(tx, order.id, { searchText: null, numberEnd: "" });
  });
  expect(await numbers({ q: "은영" })).toEqual([]);
  expect(await makeSearchable()).toBe(1);
  expect(await makeSearchable()).toBe(0);
  for (const q of ["은영", "euny", order.number.slice(-5)])
    expect(await numbers({ q })).toEqual([order.number]);
});

describe("a list of work has", () => {
  test("what was paid and is not shipped, oldest first, until it is shipped or refunded", async () => {
    await anOrder();
    const first = await aPaidParcel();
    turnOurClock(1_000);
    const second = await aPaidParcel();
    const lesson = await aPaidPayment(await aLessonOrder());
    const both = [first, second].map(({ order }) => order.number);
    expect(await numbers({ work: "to_ship" })).toEqual(both);
    expect(await numbers({ work: "to_ship", sort: "newest" })).toEqual(both.toReversed());
    expect(await numbers({ work: "to_ship", q: "미나", method: "CARD" })).toEqual(both);
    expect(await numbers({ work: "to_ship", q: lesson.order.number })).toEqual([]);
    expect((await workCounts(staff)).to_ship).toBe(2);
    await giveBack(second, 1_000);
    expect(await numbers({ work: "to_ship" })).toEqual(both);
    await giveBack(first);
    for (const note of [async () => {}, () => noteRefunded(now())]) {
      await note();
      expect(await numbers({ work: "to_ship" })).toEqual([second.order.number]);
      expect(await numbers({ work: "to_ship", q: "미나" })).toEqual([second.order.number]);
    }
    expect(await orderNow(first.order)).toMatchObject({ refundedWhole: true });
    await transaction((tx) => shipOrder(tx, second.order.id, now(), { courier: null, trackingNumber: null }));
    expect(await numbers({ work: "to_ship" })).toEqual([]);
  });

  test("nothing that a refund emptied today which was requested a month ago", async () => {
    const paid = await aPaidPayment();
    await giveBack(paid);
    const [refund] = await refundsOf(db, paid.payment.id);
    const aMonthAgo = { createdAt: later(now(), -days(30)) };
    await transaction((tx) => moveRefund(tx, refund?.id ?? "", ["done"], aMonthAgo));
    await noteRefunded(now());
    expect(await orderNow(paid.order)).toMatchObject({ refundedWhole: true });
  });

  test("what needs a decision, once, and what waits for the bank", async () => {
    const { order, payment } = await aPaidParcel();
    const other = await aPaidPayment();
    expect(await numbers({ work: "review" })).toEqual([]);
    const reasons = [needOf(payment, "captured_changed"), needOf(payment, "balance_mismatch")];
    await transaction((tx) => callPerson(tx, reasons, now()));
    expect(await numbers({ work: "review" })).toEqual([order.number]);
    expect(await numbers({ work: "review", q: order.number.slice(-6), status: "paid" })).toEqual([
      order.number,
    ]);
    expect(await numbers({ work: "review", q: "이민수" })).toEqual([]);
    expect(await numbers({ q: "미나", work: "review" })).toEqual([order.number]);
    expect(await workCounts(staff)).toEqual({ to_ship: 1, review: 1, approval: 0, refunding: 0 });
    expect(await numbers({ work: "refunding" })).toEqual([]);
    expect(await numbers({ work: "approval" })).toEqual([]);
    expect(other.order.status).toBe("paid");
  });
});

test("the orders of a list are counted and added up, each currency separately", async () => {
  await anOrder();
  await anOrder();
  const dollars = await aDollarOrder();
  const totals = await ordersTotals(staff, {});
  expect(totals?.count).toBe(3);
  expect(totals?.sums.toSorted((a, b) => a.currency.localeCompare(b.currency))).toEqual([
    { currency: "KRW", live: false, amount: 58_000, count: 2 },
    { currency: "USD", live: false, amount: dollars.amount, count: 1 },
  ]);
  expect(await ordersTotals(staff, { q: "nobody" })).toEqual({ count: 0, sums: [] });
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
    ["by part of a name, oldest first", { q: "미나", sort: "oldest" }],
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
    if (filter.sort) expect(await numbers({ ...filter, sort: "newest" })).toEqual(all.toReversed());

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
