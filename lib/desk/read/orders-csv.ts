import { stringify } from "csv-stringify/sync";
import { recordAudit } from "@/db/audit";
import type { OrderListFilter } from "@/db/desk/orders";
import { transaction } from "@/db/store";
import { countryOf } from "@/lib/contact/country";
import type { OrderFilter } from "@/lib/contracts/desk/orders";
import { Cursor } from "@/lib/contracts/desk/page";
import { majorUnits } from "@/lib/money";
import { seoulTime } from "@/lib/seoul";
import { actorOf, assertMay, type Staff } from "../staff/permissions";
import { listFilterOf, type OrderRow, orderKeysPage, rowsOf } from "./orders";

/** How many orders are in memory at a time. */
const rowsAtOnce = 500;

/**
 * The orders that a filter lets through as a CSV file, newest first, read while it is sent; it stops where its reader
 * leaves. That somebody takes it away is in the audit log before the first row is read. Throws forbidden.
 */
export async function ordersCsv(
  staff: Staff,
  filter: OrderFilter,
  { address, now }: { address: string; now: Date },
): Promise<ReadableStream<Uint8Array>> {
  assertMay(staff, "orders:export");
  const asked = await listFilterOf(filter);
  await transaction((tx) =>
    recordAudit(tx, {
      actor: actorOf(staff),
      action: "orders_exported",
      subject: "orders",
      detail: { filter },
      address,
      at: now,
    }),
  );
  const parts = partsOf(asked);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return();
    },
  });
}

/** Without it Excel takes Korean for something else. */
const byteOrderMark = "\uFEFF";

async function* partsOf(filter: OrderListFilter): AsyncGenerator<string, void, undefined> {
  yield byteOrderMark + csvOf([Object.keys(columns)]);
  for (let next: string | null | undefined; next !== null; ) {
    const page = await orderKeysPage(filter, next ? Cursor.parse(next) : undefined, rowsAtOnce);
    if (page.rows.length > 0) yield csvOf((await rowsOf(page.rows)).map(cellsOf));
    next = page.next;
  }
}

const columns = {
  order_number: ({ number }) => number,
  created_at_seoul: ({ createdAt }) => seoulTime(createdAt),
  status: ({ status }) => status,
  mode: ({ live }) => (live ? "live" : "test"),
  order_name: ({ name }) => name,
  amount: majorUnits,
  refunded: ({ refunded, currency }) => majorUnits({ amount: refunded, currency }),
  currency: ({ currency }) => currency,
  gateway: ({ gateway }) => gateway ?? "",
  method: ({ method }) => method ?? "",
  customer_name: ({ customerName }) => customerName,
  customer_email: ({ customerEmail }) => customerEmail,
  customer_phone: ({ customerPhone }) => customerPhone,
  paid_at_seoul: ({ paidAt }) => (paidAt ? seoulTime(paidAt) : ""),
  shipped_at_seoul: ({ shippedAt }) => (shippedAt ? seoulTime(shippedAt) : ""),
  dispute: ({ dispute }) => dispute ?? "",
  needs_person: ({ needsPerson }) => (needsPerson ? "yes" : ""),
  country: (order) => (order.shippingAddress && countryOf(order)) ?? "",
  region: ({ shippingAddress }) => shippingAddress?.region ?? "",
  city: ({ shippingAddress }) => shippingAddress?.city ?? "",
  postcode: ({ shippingAddress }) => shippingAddress?.postcode ?? "",
  address_1: ({ shippingAddress }) => shippingAddress?.line1 ?? "",
  address_2: ({ shippingAddress }) => shippingAddress?.line2 ?? "",
  delivery_note: ({ shippingAddress }) => shippingAddress?.note ?? "",
} satisfies Record<string, (row: OrderRow) => string>;

const cellsOf = (row: OrderRow) => Object.values(columns).map((cell) => cell(row));

/** Rows as they stand in the file. What a spreadsheet would calculate is led by an apostrophe and read as words. */
export const csvOf = (rows: string[][]): string =>
  stringify(rows, {
    escape_formulas: true,
    // The library looks at the first character alone; some spreadsheets look behind blanks.
    cast: { string: (text) => (/^[\s\p{Cf}]+[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text) },
    // A spreadsheet of another country, where cells end with a semicolon, must not find a cell within a cell.
    quoted: true,
    record_delimiter: "windows",
  });
