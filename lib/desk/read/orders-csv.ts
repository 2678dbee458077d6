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

/** How many orders are held in memory at a time. */
const rowsAtOnce = 500;

/**
 * The orders that match a filter, as a CSV file, newest first. Rows are read while the file is sent, and reading stops
 * if the client disconnects. The export is in the audit log before the first row is read. Throws forbidden.
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

/** Without it Excel misreads Korean. */
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

/**
 * The rows in CSV format. Cells that a spreadsheet would evaluate as a formula get a leading apostrophe and are read as
 * text.
 */
export const csvOf = (rows: string[][]): string =>
  stringify(rows, {
    escape_formulas: true,
    // The library checks only the first character; some spreadsheets skip leading blanks.
    cast: { string: (text) => (/^[\s\p{Cf}]+[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text) },
    // A spreadsheet whose locale separates cells with semicolons must not split a cell in two.
    quoted: true,
    record_delimiter: "windows",
  });
