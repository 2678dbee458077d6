// @module-tag slow

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { copyTemplate, makeTemplate, query, removeCopies, type Template } from "@/scripts/kit/test-databases";
import { argumentsFor } from "@/scripts/kit/test-programs";
import { asOf, type Row } from "@/testing/earlier-release";

// A shop that sold only through Toss starts the release that supports Stripe, on its existing database.
const { engine } = inject("template");
const releasedMigrations = 2;

const at = new Date("2026-11-21T03:00:00Z");
const due = new Date("2026-11-24T03:00:00Z");

const order = (n: number, differs: object): Row => [
  "orders",
  {
    id: `ord_${n}`,
    number: `ORD-20261121-00000${n}`,
    name: "쿨 티셔츠",
    status: "open",
    amount: 29_000,
    currency: "KRW",
    locale: "ko",
    live: false,
    customer_name: "김미나",
    customer_email: "mina@example.com",
    customer_phone: "01012345678",
    shipping_address: { postcode: "04524", line1: "세종대로 110" },
    stock_taken: true,
    asking_payment_id: null,
    winner_payment_id: null,
    version: 5,
    created_at: at,
    expires_at: due,
    paid_at: null,
    ...differs,
  },
];
const item = (n: number): Row => [
  "order_items",
  { order_id: `ord_${n}`, sku: "TEE-COOL", name: "쿨 티셔츠", unit_price: 29_000, quantity: 1 },
];
const payment = (n: number, differs: object): Row => [
  "payments",
  {
    id: `pay_${n}`,
    order_id: `ord_${n}`,
    attempt: 1,
    gateway: "toss",
    key_pair: "widget",
    live: false,
    method: "CARD",
    gateway_order_id: `ORD-20261121-00000${n}-1`,
    gateway_payment_key: `key-${n}`,
    status: "ready",
    amount: 29_000,
    currency: "KRW",
    captured: 0,
    refunded: 0,
    refund_pending: 0,
    credited: null,
    success_url: "http://localhost:3000/success",
    fail_url: "http://localhost:3000/fail",
    detail: {},
    version: 3,
    created_at: at,
    ...differs,
  },
];
const transfer = (id: string, n: number, values: object): Row => [
  "transfers",
  {
    id,
    order_id: `ord_${n}`,
    payment_id: `pay_${n}`,
    currency: "KRW",
    live: false,
    key_pair: "widget",
    at,
    ...values,
  },
];
const call = (id: string, n: number, values: object): Row => [
  "calls",
  { id, payment_id: `pay_${n}`, n: 1, amount: 29_000, asked_at: at, next_at: due, ...values },
];

/**
 * Four shoppers from the previous release: one got a refund, one has to deposit, one is about to pay, one is paying.
 */
const rows: Row[] = [
  order(1, { status: "paid", winner_payment_id: "pay_1", paid_at: at }),
  item(1),
  payment(1, { status: "paid", captured: 29_000, refunded: 9_000, credited: "sales", approved_at: at }),
  [
    "refunds",
    {
      id: "rf_1",
      payment_id: "pay_1",
      order_id: "ord_1",
      amount: 9_000,
      reason: "변심",
      requested_by: "staff",
      state: "done",
      gateway_transaction: "t-refund",
      created_at: at,
      done_at: at,
    },
  ],
  call("pay_1:confirm:1", 1, {
    kind: "confirm",
    sent: { kind: "confirm", paymentKey: "key-1", orderId: "ORD-20261121-000001-1", amount: 29_000 },
    state: "done",
  }),
  transfer("tr_1", 1, {
    debit: "receivable",
    credit: "sales",
    amount: 29_000,
    cause: "capture",
    transaction: "t-capture",
  }),
  transfer("tr_2", 1, {
    debit: "refunds",
    credit: "receivable",
    amount: 9_000,
    cause: "refund",
    transaction: "t-refund",
  }),
  order(2, { status: "waiting_for_deposit" }),
  item(2),
  payment(2, {
    status: "waiting_for_deposit",
    method: "VIRTUAL_ACCOUNT",
    deposit_secret: "ps_1",
    detail: { virtualAccount: { bank: "20", accountNumber: "X1", holderName: "김미나", dueAt: due } },
  }),
  order(3, {}),
  item(3),
  payment(3, { gateway_payment_key: null }),
  order(4, { asking_payment_id: "pay_4" }),
  item(4),
  payment(4, { status: "confirming" }),
  call("pay_4:confirm:1", 4, {
    kind: "confirm",
    sent: { kind: "confirm", paymentKey: "key-4", orderId: "ORD-20261121-000004-1", amount: 29_000 },
    state: "open",
  }),
  [
    "idempotency_keys",
    {
      caller: "key_1",
      operation: "/payments/toss/cancel",
      key: "k1",
      body_hash: "made-with-the-key-of-that-release",
      made_id: "rf_1",
      created_at: at,
    },
  ],
  [
    "webhook_inbox",
    {
      id: "in_1",
      gateway: "toss",
      key: "delivery-1",
      body: "{}",
      state: "done",
      payment_id: "pay_1",
      tries: 1,
      received_at: at,
      next_at: at,
    },
  ],
];

let empty: Template;
let url: string;
beforeEach(async () => {
  empty = await makeTemplate(engine, []);
  url = await copyTemplate(empty);
});
afterEach(() => removeCopies(empty));

/** What a process of this release reports about that database, as JSON. */
async function said(program: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, argumentsFor(program), {
    env: { ...process.env, DATABASE_URL: url },
  });
  return JSON.parse(stdout);
}

test("a shop of the previous release keeps every row, and its books are correct in the new one", async () => {
  await asOf(url, engine, releasedMigrations, rows);
  const before = await query(url, "SELECT * FROM payments ORDER BY id");
  const audited = await said(`
    const { migrate } = await import("./db/migrate.ts");
    await migrate();
    const { auditOrder } = await import("./lib/books/invariants.ts");
    const faults = await Promise.all([1, 2, 3, 4].map((n) => auditOrder("ord_" + n)));
    process.stdout.write(JSON.stringify(faults));
    process.exit(0);`);
  expect(audited).toEqual([[], [], [], []]);
  const after = await query(url, "SELECT * FROM payments ORDER BY id");
  expect(after).toHaveLength(4);
  // Needs have a separate table by now.
  for (const [at, { needs_person, ...row }] of before.entries()) expect(after[at]).toMatchObject(row);
  expect(await query(url, "SELECT count(*) AS n FROM transfers")).toEqual([{ n: 2 }]);
  expect(await query(url, "SELECT body FROM webhook_inbox")).toEqual([{ body: "{}" }]);
});

test("an order that was waiting goes on: it is shown as before, and a ready attempt is used again", async () => {
  await asOf(url, engine, releasedMigrations, rows);
  const told = await said(`
    const { migrate } = await import("./db/migrate.ts");
    await migrate();
    const { orderById } = await import("./db/orders.ts");
    const { paymentsOf } = await import("./db/payments.ts");
    const { db } = await import("./db/store.ts");
    const { presentStatus } = await import("./lib/payments/view/present.ts");
    const { readyToss } = await import("./lib/payments/toss/ready.ts");
    const views = [];
    for (const n of [1, 2, 3, 4]) {
      const order = await orderById(db, "ord_" + n);
      views.push(presentStatus(order, await paymentsOf(db, order.id)));
    }
    const urls = { successUrl: "http://localhost:3000/success", failUrl: "http://localhost:3000/fail" };
    const wish = { amount: 29000, method: "CARD", ...urls, keyed: undefined };
    const { payment } = await readyToss(await orderById(db, "ord_3"), wish, new Date(${at.getTime()} + 60000));
    const shown = views.map(({ order, next }) => order.status + " " + next.action);
    process.stdout.write(JSON.stringify({ shown, account: views[1].virtual_account.account_number, again: payment.id }));
    process.exit(0);`);
  expect(told).toEqual({
    shown: ["partially_refunded none", "waiting_for_deposit deposit", "open pay", "open wait"],
    account: "X1",
    again: "pay_3",
  });
});

/** A dispute hidden by a stuck refund, money on hold, and an unexpected state. */
const inNeed: Row[] = [
  order(5, { status: "paid", winner_payment_id: "pay_5", paid_at: at, gateway: "toss", method: "CARD" }),
  item(5),
  payment(5, {
    status: "paid",
    captured: 29_000,
    refund_pending: 9_000,
    credited: "sales",
    needs_person: "key_died",
  }),
  [
    "refunds",
    {
      id: "rf_5",
      payment_id: "pay_5",
      order_id: "ord_5",
      amount: 9_000,
      reason: "변심",
      requested_by: "staff",
      state: "asked",
      created_at: at,
    },
  ],
  [
    "calls",
    {
      id: "pay_5:refund:1",
      payment_id: "pay_5",
      refund_id: "rf_5",
      kind: "refund",
      n: 1,
      amount: 9_000,
      sent: { kind: "refund" },
      state: "stuck",
      asked_at: at,
      next_at: due,
    },
  ],
  [
    "disputes",
    {
      id: "dp_5",
      payment_id: "pay_5",
      order_id: "ord_5",
      amount: 29_000,
      currency: "KRW",
      reason: "fraudulent",
      gateway_status: "needs_response",
      state: "open",
      created_at: at,
    },
  ],
  transfer("tr_5", 5, {
    debit: "receivable",
    credit: "sales",
    amount: 29_000,
    cause: "capture",
    transaction: "t-5",
  }),
  order(6, { status: "held", gateway: "toss", method: "CARD" }),
  item(6),
  payment(6, { status: "held", captured: 30_000, credited: "suspense", needs_person: "mismatch" }),
  transfer("tr_6", 6, {
    debit: "receivable",
    credit: "suspense",
    amount: 30_000,
    cause: "capture",
    transaction: "t-6",
  }),
  order(7, { status: "paid", winner_payment_id: "pay_7", paid_at: at, gateway: "toss", method: "CARD" }),
  item(7),
  payment(7, {
    status: "paid",
    captured: 29_000,
    credited: "sales",
    needs_person: "unexpected:expired:expired",
  }),
  transfer("tr_7", 7, {
    debit: "receivable",
    credit: "sales",
    amount: 29_000,
    cause: "capture",
    transaction: "t-7",
  }),
];

test("needs are listed, each once, including those that another one had hidden", async () => {
  await asOf(url, engine, 5, inNeed);
  const audited = await said(`
    const { migrate } = await import("./db/migrate.ts");
    await migrate();
    const { auditOrder } = await import("./lib/books/invariants.ts");
    const faults = await Promise.all([5, 6, 7].map((n) => auditOrder("ord_" + n)));
    process.stdout.write(JSON.stringify(faults));
    process.exit(0);`);
  expect(audited).toEqual([[], [], []]);
  const needs = await query(url, "SELECT reason, detail, subject, subject_id FROM needs ORDER BY reason");
  expect(needs).toEqual([
    { reason: "dispute_opened", detail: "", subject: "dispute", subject_id: "dp_5" },
    { reason: "key_died", detail: "", subject: "call", subject_id: "pay_5:refund:1" },
    { reason: "mismatch", detail: "", subject: "payment", subject_id: "pay_6" },
    { reason: "unexpected", detail: "expired:expired", subject: "payment", subject_id: "pay_7" },
  ]);
});

test("an order whose account is being closed is being ended, and one whose account is being replaced is not", async () => {
  const closing = (n: number, reason: string): Row[] => [
    order(n, { status: "waiting_for_deposit", gateway: "toss", method: "VIRTUAL_ACCOUNT" }),
    item(n),
    payment(n, { status: "waiting_for_deposit", method: "VIRTUAL_ACCOUNT" }),
    call(`pay_${n}:close:1`, n, {
      kind: "close",
      sent: { kind: "close", paymentKey: `key-${n}`, reason },
      state: "open",
    }),
  ];
  await asOf(url, engine, 11, [
    ...closing(8, "The order has ended"),
    ...closing(9, "Another one took its place"),
  ]);
  await said(`
    const { migrate } = await import("./db/migrate.ts");
    await migrate();
    process.stdout.write("null");
    process.exit(0);`);
  const ending = await query(url, "SELECT id FROM orders WHERE ending_since = expires_at");
  expect(ending).toEqual([{ id: "ord_8" }]);
});

test("card form secrets are removed from stored webhooks, and the rest of them stays", async () => {
  const object = { object: "payment_intent", id: "pi_1", client_secret: "pi_1_secret_x" };
  const news = (id: string, about: object): Row => [
    "webhook_inbox",
    {
      id,
      gateway: "stripe",
      key: id,
      body: JSON.stringify({ id, livemode: false, data: { object: about } }, null, 2),
      state: "done",
      tries: 1,
      received_at: at,
      next_at: at,
    },
  ];
  await asOf(url, engine, 16, [news("evt_1", object), news("evt_2", { object: "charge", id: "ch_1" })]);
  await said(`
    const { migrate } = await import("./db/migrate.ts");
    await migrate();
    process.stdout.write("null");
    process.exit(0);`);
  const kept = await query(url, "SELECT body FROM webhook_inbox ORDER BY id");
  expect(kept.map(({ body }) => JSON.parse(String(body)).data.object)).toEqual([
    { ...object, client_secret: null },
    { object: "charge", id: "ch_1" },
  ]);
});

test("an earlier refund is not made a second time when its request is repeated", async () => {
  await asOf(url, engine, releasedMigrations, rows);
  const told = await said(`
    const { migrate } = await import("./db/migrate.ts");
    await migrate();
    const { refundOrVoid } = await import("./lib/payments/refunds/refund-by-number.ts");
    const keyed = { caller: "key_1", operation: "/payments/toss/cancel", key: "k1", bodyHash: "of this release" };
    const wish = { amount: 9000, reason: "변심", actor: "key:key_1", address: "192.0.2.1", keyed };
    const { refund, replayed } = await refundOrVoid("ORD-20261121-000001", "toss", wish);
    process.stdout.write(JSON.stringify({ refund: refund.id, replayed }));
    process.exit(0);`);
  expect(told).toEqual({ refund: "rf_1", replayed: true });
  const [kept] = await query(url, "SELECT body_hash, expires_at FROM idempotency_keys");
  expect(kept).toMatchObject({ body_hash: "" });
  expect(new Date(kept?.expires_at as string | number).getTime()).toBe(at.getTime() + 90 * 86_400_000);
});
