import { gt } from "drizzle-orm";
import { type Payment, payments } from "@/db/schema";
import { beginSettlementRead } from "@/db/settlement-reads";
import { closeStore, db, transaction } from "@/db/store";
import { newId, now } from "@/lib/clock";
import type { SettlementRow } from "@/lib/gateways/gateway";
import { keepPage } from "@/lib/payments/settlement/keep";
import { settlementLists } from "@/lib/payments/settlement/pull";
import { dayAfter, seoulDate } from "@/lib/seoul";

// Settles every payment of the shop today, as the night will, so that a story need not wait for it. Of the newest one the
// gateway pays ₩10 too little. With an amount as argument, it also lists a refund of the newest one.

const today = seoulDate(now());
const refunded = Number(process.argv[2] ?? 0);
const all = await db.select().from(payments).where(gt(payments.captured, 0)).orderBy(payments.createdAt);
const newest = all.at(-1);

for (const list of settlementLists().filter(({ part }) => part === "sold")) {
  const rows = all
    .filter(({ gateway, keyPair }) => gateway === list.gateway && keyPair === list.keyPair)
    .flatMap(rowsOf);
  await transaction(async (tx) => {
    await beginSettlementRead(tx, list, { day: today, reading: newId("read"), now: now() });
    await keepPage(tx, list, newId("read"), { rows, payouts: [] }, now());
  });
}

function rowsOf(payment: Payment): SettlementRow[] {
  const fee = payment.fee ?? Math.round(payment.captured / 50);
  const vat = payment.fee === null ? Math.round(fee / 10) : 0;
  const short = payment === newest ? 10 : 0;
  const row: SettlementRow = {
    id: `row-${payment.id}`,
    kind: "capture",
    transaction: payment.gatewayPaymentKey ?? payment.id,
    about: { paymentKey: payment.gatewayPaymentKey, orderId: payment.gatewayOrderId, sessionKey: null },
    currency: payment.currency,
    amount: payment.captured,
    fee,
    vat,
    net: payment.captured - fee - vat - short,
    presented: null,
    soldOn: today,
    payoutOn: dayAfter(today),
    payout: null,
    approvedAt: payment.approvedAt,
  };
  if (payment !== newest || refunded === 0) return [row];
  const back = { amount: -refunded, fee: 0, vat: 0, net: -refunded };
  return [row, { ...row, ...back, id: `${row.id}-refund`, kind: "refund" }];
}

await closeStore();
