import { gt } from "drizzle-orm";
import { payments } from "@/db/schema";
import { beginSettlementRead } from "@/db/settlement-reads";
import { closeStore, db, transaction } from "@/db/store";
import { newId, now } from "@/lib/clock";
import type { SettlementRow } from "@/lib/gateways/gateway";
import { keepPage } from "@/lib/payments/settlement/keep";
import { settlementLists } from "@/lib/payments/settlement/pull";
import { dayAfter, seoulDate } from "@/lib/seoul";

// Settles every payment of the shop today, as the night will, so that a story need not wait for it. Of the newest one the
// gateway pays ₩10 too little.

const today = seoulDate(now());
const all = await db.select().from(payments).where(gt(payments.captured, 0)).orderBy(payments.createdAt);
const newest = all.at(-1);
for (const list of settlementLists().filter(({ part }) => part === "sold")) {
  const rows = all
    .filter(({ gateway, keyPair }) => gateway === list.gateway && keyPair === list.keyPair)
    .map((payment): SettlementRow => {
      const fee = payment.fee ?? Math.round(payment.captured / 50);
      const vat = payment.fee === null ? Math.round(fee / 10) : 0;
      return {
        id: `row-${payment.id}`,
        kind: "capture",
        transaction: payment.gatewayPaymentKey ?? payment.id,
        about: { paymentKey: payment.gatewayPaymentKey, orderId: payment.gatewayOrderId, sessionKey: null },
        currency: payment.currency,
        amount: payment.captured,
        fee,
        vat,
        net: payment.captured - fee - vat - (payment === newest ? 10 : 0),
        presented: null,
        soldOn: today,
        payoutOn: dayAfter(today),
        payout: null,
        approvedAt: payment.approvedAt,
      };
    });
  await transaction(async (tx) => {
    await beginSettlementRead(tx, list, { day: today, reading: newId("read"), now: now() });
    await keepPage(tx, list, newId("read"), { rows, payouts: [] }, now());
  });
}
await closeStore();
