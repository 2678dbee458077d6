import { databaseUrl, dialect } from "@/db/columns";
import { closeStore } from "@/db/store";
import { addUpDays } from "@/lib/books/days";
import { days, later, now } from "@/lib/clock";
import type { OrderFilter } from "@/lib/contracts/desk/orders";
import { orderDossier } from "@/lib/desk/read/dossier";
import { figures } from "@/lib/desk/read/figures";
import { deskCounts, needsPage } from "@/lib/desk/read/lists";
import { ordersPage } from "@/lib/desk/read/orders";
import { ordersCsv } from "@/lib/desk/read/orders-csv";
import type { Staff } from "@/lib/desk/staff/permissions";
import { seoulTime } from "@/lib/seoul";
import { seedOrders } from "@/scripts/sample-orders";
import { drawFor } from "@/scripts/sample-orders/draw";
import { sampleOrder } from "@/scripts/sample-orders/order";
import { query } from "../scripts/kit/test-databases";
import { drive } from "./load";

// Fills the given database with this many orders, and prints as JSON how long the desk's readers take.

const size = Number(process.argv[2]);
const at = now();
const staff: Staff = { id: "bench", name: "Bench", email: "bench@shop.example", role: "manager" };

await seedOrders(size, at);
await addUpDays();
// PostgreSQL does this automatically within a minute or so; SQLite does not.
if (dialect === "postgresql") await query(databaseUrl, "VACUUM ANALYZE");

/** Orders to look up. They exist in the shop, since each can be regenerated from its number. */
const draw = drawFor(2, 1);
const some = () => sampleOrder(1, draw.below(size), at);
const orderOf = () => some().orders[0] ?? failure();
const paymentOf = () => {
  for (;;) {
    const key = some().payments[0]?.gatewayPaymentKey;
    if (key) return key;
  }
};
const failure = (): never => {
  throw new Error("There are no orders.");
};
const dayBefore = (n: number) => seoulTime(later(at, -days(n))).slice(0, 10);
const monthBefore = (n: number) => ({ from: dayBefore(n + 30), to: dayBefore(n) });
const somewhere = () => ({ go: "older" as const, at: later(at, -draw.below(days(365))), id: "m" });
const list = (filter: () => OrderFilter) => () => ordersPage(staff, filter());

const things: Record<string, () => Promise<unknown>> = {
  "orders, the first page": list(() => ({})),
  "orders, a random page": () => ordersPage(staff, {}, somewhere()),
  "orders of a month": list(() => monthBefore(draw.below(300))),
  "paid orders": list(() => ({ status: "paid" })),
  "refunded orders": list(() => ({ status: "refunded" })),
  "orders in review": list(() => ({ status: "in_review" })),
  "orders through Stripe": list(() => ({ gateway: "stripe" })),
  "orders through Toss": list(() => ({ gateway: "toss" })),
  "expired orders by phone bill": list(() => ({ method: "MOBILE", status: "expired" })),
  "search: a number": list(() => ({ q: orderOf().number })),
  "search: an email address": list(() => ({ q: orderOf().customerEmail })),
  "search: a telephone number": list(() => ({ q: orderOf().customerPhone })),
  "search: four digits": list(() => ({ q: orderOf().customerPhone.slice(-4) })),
  "search: a name": list(() => ({ q: orderOf().customerName })),
  "search: a payment key": list(() => ({ q: paymentOf() })),
  "search: no match": list(() => ({ q: "Nobody-at-all" })),
  "an order": () => orderDossier(staff, orderOf().number),
  "the list of needs": () => needsPage(staff),
  "the navigation's counts": () => deskCounts(staff),
  "figures of 30 days": () => figures(staff, monthBefore(draw.below(300))),
  "CSV of a month": async () => new Response(await csvOf()).arrayBuffer(),
};

const csvOf = () => ordersCsv(staff, monthBefore(draw.below(300)), { address: "127.0.0.1", now: at });

const found = [];
for (const [what, go] of Object.entries(things)) {
  const times = (n: number) => Array.from({ length: n }, (_, i) => i);
  const isLong = what.startsWith("CSV");
  await drive(1, times(isLong ? 2 : 20), go);
  const { p50, p95 } = await drive(1, times(isLong ? 20 : 200), go);
  found.push({ what, p50, p95 });
}
console.log(JSON.stringify(found));
await closeStore();
