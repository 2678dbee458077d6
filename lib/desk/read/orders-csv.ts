import { recordAudit } from "@/db/audit";
import type { OrderListFilter } from "@/db/desk/orders";
import { transaction } from "@/db/store";
import { countryOf } from "@/lib/contact/country";
import type { OrderFilter } from "@/lib/contracts/desk/orders";
import { Cursor } from "@/lib/contracts/desk/page";
import { majorUnits } from "@/lib/money";
import { seoulTime } from "@/lib/seoul";
import { actorOf, assertMay, type Staff } from "../staff/permissions";
import { csvFile } from "./csv";
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
  return csvFile(Object.keys(columns), pagesOf(asked));
}

async function* pagesOf(filter: OrderListFilter): AsyncGenerator<string[][], void, undefined> {
  for (let next: string | null | undefined; next !== null; ) {
    const page = await orderKeysPage(filter, next ? Cursor.parse(next) : undefined, rowsAtOnce);
    if (page.rows.length > 0) yield (await rowsOf(page.rows)).map(cellsOf);
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
  country: (order) => (order.shippingAddress && countryOf(order)) ?? "",
  region: ({ shippingAddress }) => shippingAddress?.region ?? "",
  city: ({ shippingAddress }) => shippingAddress?.city ?? "",
  postcode: ({ shippingAddress }) => shippingAddress?.postcode ?? "",
  address_1: ({ shippingAddress }) => shippingAddress?.line1 ?? "",
  address_2: ({ shippingAddress }) => shippingAddress?.line2 ?? "",
  delivery_note: ({ shippingAddress }) => shippingAddress?.note ?? "",
} satisfies Record<string, (row: OrderRow) => string>;

const cellsOf = (row: OrderRow) => Object.values(columns).map((cell) => cell(row));
