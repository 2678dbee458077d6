import type { OrderListFilter } from "@/db/desk/order-filter";
import { itemsOfOrders } from "@/db/orders";
import type { OrderItem } from "@/db/schema";
import { db } from "@/db/store";
import { countryOf } from "@/lib/contact/country";
import type { OrderFilter } from "@/lib/contracts/desk/orders";
import { Cursor } from "@/lib/contracts/desk/page";
import { majorUnits } from "@/lib/money";
import { seoulTime } from "@/lib/seoul";
import { assertMay, type Staff } from "../staff/permissions";
import { csvFile } from "./csv";
import { listFilterOf, type OrderRow, orderKeysPage, rowsOf } from "./orders";
import { type From, recordExport } from "./record-export";

/** How many orders are held in memory at a time. */
const rowsAtOnce = 200;

/**
 * The orders that match a filter, as a CSV file, newest first. Rows are read while the file is sent, and reading stops
 * if the client disconnects. The export is in the audit log before the first row is read. Throws forbidden.
 */
export async function ordersCsv(staff: Staff, filter: OrderFilter, from: From) {
  assertMay(staff, "orders:export");
  return exported(staff, filter, from, "orders", Object.keys(columns), async (rows) => rows.map(cellsOf));
}

/**
 * Where the orders that are to be shipped go, as couriers take it: one row for each order, oldest first. The
 * export is in the audit log. Throws forbidden.
 */
export async function parcelsCsv(staff: Staff, filter: OrderFilter, from: From) {
  assertMay(staff, "parcels:export");
  const toShip = { ...filter, work: "to_ship" as const };
  return exported(staff, toShip, from, "parcels", Object.keys(parcelColumns), async (rows) => {
    const items = await itemsOfOrders(
      db,
      rows.map(({ id }) => id),
    );
    // What is in stock again is not packed.
    const packed = items
      .map((item) => ({ ...item, quantity: item.quantity - item.restocked }))
      .filter(({ quantity }) => quantity > 0);
    return rows
      .map((row) => ({ ...row, items: packed.filter(({ orderId }) => orderId === row.id) }))
      .map((row) => Object.values(parcelColumns).map((cell) => cell(row)));
  });
}

async function exported(
  staff: Staff,
  filter: OrderFilter,
  from: From,
  subject: "orders" | "parcels",
  head: string[],
  cells: (rows: OrderRow[]) => Promise<string[][]>,
): Promise<ReadableStream<Uint8Array>> {
  const asked = await listFilterOf(filter);
  await recordExport(staff, { action: "orders_exported", subject, detail: { filter } }, from);
  return csvFile(head, pagesOf(asked, cells));
}

async function* pagesOf(
  filter: OrderListFilter,
  cells: (rows: OrderRow[]) => Promise<string[][]>,
): AsyncGenerator<string[][], void, undefined> {
  for (let next: string | null | undefined; next !== null; ) {
    const page = await orderKeysPage(filter, next ? Cursor.parse(next) : undefined, rowsAtOnce);
    if (page.rows.length > 0) yield await cells(await rowsOf(page.rows));
    next = page.next;
  }
}

type ParcelRow = OrderRow & { items: Pick<OrderItem, "name" | "quantity">[] };

const parcelColumns = {
  order_number: ({ number }) => number,
  recipient: ({ shippingAddress, customerName }) => shippingAddress?.recipient_name ?? customerName,
  phone: ({ shippingAddress, customerPhone }) => shippingAddress?.recipient_phone ?? customerPhone,
  postcode: ({ shippingAddress }) => shippingAddress?.postcode ?? "",
  address_1: ({ shippingAddress }) => shippingAddress?.line1 ?? "",
  address_2: ({ shippingAddress }) => shippingAddress?.line2 ?? "",
  city: ({ shippingAddress }) => shippingAddress?.city ?? "",
  region: ({ shippingAddress }) => shippingAddress?.region ?? "",
  country: (order) => countryOf(order) ?? "",
  items: ({ items }) => items.map(({ name, quantity }) => `${name} × ${quantity}`).join(", "),
  quantity: ({ items }) => String(items.reduce((sum, { quantity }) => sum + quantity, 0)),
  note: ({ shippingAddress }) => shippingAddress?.note ?? "",
} satisfies Record<string, (row: ParcelRow) => string>;

const columns = {
  order_number: ({ number }) => number,
  created_at_seoul: ({ createdAt }) => seoulTime(createdAt),
  status: ({ status }) => status,
  mode: ({ live }) => (live ? "live" : "test"),
  order_name: ({ name }) => name,
  amount: majorUnits,
  delivery: ({ shipping, currency }) => majorUnits({ amount: shipping, currency }),
  refunded: ({ refunded, currency }) => majorUnits({ amount: refunded, currency }),
  currency: ({ currency }) => currency,
  supply_value: ({ tax }) => (tax ? String(tax.supply) : ""),
  vat: ({ tax }) => (tax ? String(tax.vat) : ""),
  tax_free: ({ tax }) => (tax ? String(tax.taxFree) : ""),
  gateway: ({ gateway }) => gateway ?? "",
  method: ({ method }) => method ?? "",
  customer_name: ({ customerName }) => customerName,
  customer_email: ({ customerEmail }) => customerEmail,
  customer_phone: ({ customerPhone }) => customerPhone,
  paid_at_seoul: ({ paidAt }) => (paidAt ? seoulTime(paidAt) : ""),
  shipped_at_seoul: ({ shippedAt }) => (shippedAt ? seoulTime(shippedAt) : ""),
  courier: ({ courier }) => courier ?? "",
  tracking_number: ({ trackingNumber }) => trackingNumber ?? "",
  dispute: ({ dispute }) => dispute ?? "",
  needs_person: ({ needsPerson }) => (needsPerson ? "yes" : ""),
  recipient_name: ({ shippingAddress: to, customerName }) => (to ? (to.recipient_name ?? customerName) : ""),
  recipient_phone: ({ shippingAddress: to, customerPhone }) =>
    to ? (to.recipient_phone ?? customerPhone) : "",
  country: (order) => (order.shippingAddress && countryOf(order)) ?? "",
  region: ({ shippingAddress }) => shippingAddress?.region ?? "",
  city: ({ shippingAddress }) => shippingAddress?.city ?? "",
  postcode: ({ shippingAddress }) => shippingAddress?.postcode ?? "",
  address_1: ({ shippingAddress }) => shippingAddress?.line1 ?? "",
  address_2: ({ shippingAddress }) => shippingAddress?.line2 ?? "",
  delivery_note: ({ shippingAddress }) => shippingAddress?.note ?? "",
} satisfies Record<string, (row: OrderRow) => string>;

const cellsOf = (row: OrderRow) => Object.values(columns).map((cell) => cell(row));
