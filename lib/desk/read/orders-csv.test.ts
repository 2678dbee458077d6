import fc from "fast-check";
import { expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { writeOrder } from "@/db/orders";
import { orderItems } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { now } from "@/lib/clock";
import type { OrderFilter } from "@/lib/contracts/desk/orders";
import { createOrder } from "@/lib/orders/create";
import { seoulTime } from "@/lib/seoul";
import { seedOrders } from "@/scripts/sample-orders";
import { jiwoo, sora } from "@/testing/desk-people";
import { aPaidPayment, aWish } from "@/testing/makers";
import { statementsOf } from "@/testing/plans";
import "@/testing/stripe";
import { aDollarOrder, aPaidPage } from "@/testing/stripe-makers";
import { csvOf } from "./csv";
import { ordersPage } from "./orders";
import { ordersCsv, parcelsCsv } from "./orders-csv";

const staff = sora;
const from = { address: "192.0.2.7", now: now() };

const textOf = async (filter: OrderFilter) => new Response(await ordersCsv(staff, filter, from)).text();

/** Parses a CSV file as specified in RFC 4180. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [];
  for (let rest = csv, row: string[] = []; rest !== ""; ) {
    const [cell = "", quoted, plain = "", end = ""] =
      /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/.exec(rest) ??
      expect.fail(`Not CSV: ${rest.slice(0, 80)}`);
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    rest = rest.slice(cell.length);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test("a filtered list is exported whole, in the shop's currency and time", async () => {
  const won = await aPaidPayment();
  const dollars = await aPaidPage(await aDollarOrder());
  await createOrder(await aWish(), undefined, undefined, now());
  // Response.text() drops the byte order mark that Excel needs.
  const bytes = new Uint8Array(await new Response(await ordersCsv(staff, {}, from)).arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);

  const [head, ...rows] = parsed(await textOf({ status: "paid" }));
  const read = rows.map((row) => Object.fromEntries(row.map((cell, n) => [head?.[n], cell])));
  expect(read).toHaveLength(2);
  expect(read.find(({ currency }) => currency === "KRW")).toEqual({
    order_number: won.order.number,
    created_at_seoul: seoulTime(won.order.createdAt),
    status: "paid",
    mode: "test",
    order_name: "쿨 티셔츠",
    amount: "29000",
    delivery: "0",
    refunded: "0",
    supply_value: "26364",
    vat: "2636",
    tax_free: "0",
    currency: "KRW",
    gateway: "toss",
    method: "CARD",
    customer_name: "김미나",
    customer_email: "mina@example.com",
    customer_phone: "01012345678",
    paid_at_seoul: seoulTime(won.order.paidAt ?? expect.fail()),
    shipped_at_seoul: "",
    courier: "",
    tracking_number: "",
    dispute: "",
    needs_person: "",
    recipient_name: "",
    recipient_phone: "",
    country: "",
    region: "",
    city: "",
    postcode: "",
    address_1: "",
    address_2: "",
    delivery_note: "",
  });
  expect(read.find(({ order_number }) => order_number === dollars.order.number)).toMatchObject({
    amount: "22.00",
    refunded: "0.00",
    currency: "USD",
    gateway: "stripe",
  });
});

test("thousands are read five hundred at a time, each once, and no further than the reader goes", async () => {
  await seedOrders(1_200, now());
  const all = parsed(await textOf({})).slice(1);
  expect(new Set(all.map(([number]) => number)).size).toBe(1_200);
  const first = await ordersPage(staff, {});
  expect(all.slice(0, 50).map(([number]) => number)).toEqual(first.rows.map(({ number }) => number));

  const statements = await statementsOf(async () => {
    const reader = (await ordersCsv(staff, {}, from)).getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
  });
  const pages = statements.filter(({ text }) => /^select "created_at", "id" from "orders"/.test(text));
  expect(pages.length).toBeLessThanOrEqual(2);
});

test("an export of orders is in the audit log, with its filters", async () => {
  await textOf({ status: "paid", from: "2026-11-01" });
  expect(await auditOf(db, "orders")).toMatchObject([
    {
      actor: `staff:${sora.id}`,
      action: "orders_exported",
      detail: { filter: { status: "paid", from: "2026-11-01" } },
      address: "192.0.2.7",
    },
  ]);
  const stranger = { ...staff, role: "courier" } as unknown as typeof staff;
  await expect(ordersCsv(stranger, {}, from)).rejects.toMatchObject({ code: "forbidden" });
});

/** What starts a formula in some spreadsheets, including after characters they skip. */
const formula = /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r]/u;

const cell = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.stringMatching(/^[ \t\r\n\u00a0\ufeff\u200b]{0,2}[=+\-@＝＋－＠"',;|]{1,3}[a-z0-9"',;\r\n]{0,6}$/),
);

test("no cell begins a formula, and every row can be read back", () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
      const read = parsed(csvOf(rows));
      expect(read.flat().filter((text) => formula.test(text))).toEqual([]);
      const asTyped = read.map((row, r) =>
        row.map((text, c) => (text === rows[r]?.[c] ? text : text.slice(1))),
      );
      expect(asTyped).toEqual(rows);
      for (const [r, row] of read.entries())
        for (const [c, text] of row.entries()) if (text !== rows[r]?.[c]) expect(text[0]).toBe("'");
    }),
    { numRuns: 500 },
  );
});

test("what a courier needs of the orders to be shipped, and of no others", async () => {
  const wish = await aWish();
  const { order } = await aPaidPayment();
  const shippingAddress = { country: "KR", postcode: "04524", line1: "세종대로 110", note: "문 앞" };
  const gift = { ...shippingAddress, recipient_name: "이민수", recipient_phone: "01087654321" };
  await transaction((tx) => writeOrder(tx, order.id, { shippingAddress: gift }));
  await createOrder(wish, undefined, undefined, now());
  const [head = [], ...rows] = parsed(await new Response(await parcelsCsv(jiwoo, {}, from)).text());
  expect(rows).toHaveLength(1);
  expect(Object.fromEntries(head.map((name, n) => [name, rows[0]?.[n]]))).toMatchObject({
    order_number: order.number,
    recipient: "이민수",
    phone: "01087654321",
    postcode: "04524",
    address_1: "세종대로 110",
    note: "문 앞",
    items: "쿨 티셔츠 × 1",
    quantity: "1",
  });
  expect(await auditOf(db, "parcels")).toMatchObject([
    { actor: "staff:st_jiwoo", detail: { filter: { work: "to_ship" } } },
  ]);
  await transaction((tx) => tx.update(orderItems).set({ restocked: 1 }));
  const [, inStock] = parsed(await new Response(await parcelsCsv(jiwoo, {}, from)).text());
  expect([inStock?.[head.indexOf("items")], inStock?.[head.indexOf("quantity")]]).toEqual(["", "0"]);
  await expect(parcelsCsv({ ...jiwoo, role: "viewer" }, {}, from)).rejects.toMatchObject({
    code: "forbidden",
  });
});
