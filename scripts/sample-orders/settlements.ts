import { and, asc, gt, inArray, like } from "drizzle-orm";
import { type Payment, payments, type Transfer, transfers } from "@/db/schema";
import { beginSettlementRead, type SettlementList } from "@/db/settlement-reads";
import { db, transaction } from "@/db/store";
import { days, later, newId } from "@/lib/clock";
import { settlementParts } from "@/lib/contracts/settlements";
import type { SettlementRow } from "@/lib/gateways/gateway";
import { keepPage } from "@/lib/payments/settlement/keep";
import { settlementLists } from "@/lib/payments/settlement/pull";
import { seoulDate, seoulMidnight } from "@/lib/seoul";
import { madeUp } from "./order";

/** How many payments are settled per commit. */
const paymentsAtOnce = 200;

/** How long after the sale the gateways pay out, in milliseconds. */
const payoutAfterMs = days(5);

/**
 * Settles the sample orders up to yesterday, as their gateways would have: a fee with VAT for Toss, the fee that is in the
 * books for Stripe, and a payout five days after the sale. Rows that are there already stay. The gateways' lists are read
 * from today on, since no gateway knows these orders. Returns how many rows there are.
 */
export async function seedSettlements(now: Date): Promise<number> {
  const today = seoulDate(now);
  const lists = settlementLists();
  await transaction(async (tx) => {
    for (const list of lists)
      await beginSettlementRead(tx, list, { day: today, reading: newId("read"), now });
  });
  let made = 0;
  for (let after = ""; ; ) {
    const paid = await db
      .select()
      .from(payments)
      .where(and(like(payments.orderId, `${madeUp}%`), gt(payments.captured, 0), gt(payments.id, after)))
      .orderBy(asc(payments.id))
      .limit(paymentsAtOnce);
    const last = paid.at(-1);
    if (!last) return made;
    after = last.id;
    const moved = await db
      .select()
      .from(transfers)
      .where(
        and(
          inArray(
            transfers.paymentId,
            paid.map(({ id }) => id),
          ),
          inArray(transfers.cause, ["capture", "refund"]),
        ),
      );
    for (const list of lists.filter(({ part }) => part === "sold")) {
      const own = paid.filter(({ gateway, keyPair }) => gateway === list.gateway && keyPair === list.keyPair);
      const rows = rowsOf(own, moved).filter(({ soldOn }) => soldOn < today);
      await keep(list, rows, today, now);
      made += rows.length;
    }
  }
}

/** Keeps the rows by the day of the sale, and again those that were paid out. */
async function keep(list: SettlementList, rows: SettlementRow[], today: string, now: Date) {
  if (rows.length === 0) return;
  for (const part of settlementParts) {
    const listed =
      part === "sold" ? rows : rows.filter(({ payoutOn }) => payoutOn !== null && payoutOn < today);
    const page = { rows: listed, payouts: [] };
    await transaction((tx) => keepPage(tx, { ...list, part }, newId("read"), page, now));
  }
}

const rowsOf = (paid: Payment[], moved: Transfer[]): SettlementRow[] =>
  paid.flatMap((payment) =>
    moved
      .filter(({ paymentId }) => paymentId === payment.id)
      .map((transfer) => rowOf(payment, transfer, transfer.cause === "refund" ? -1 : 1)),
  );

function rowOf(payment: Payment, { amount, transaction: of, at }: Transfer, sign: 1 | -1): SettlementRow {
  const { fee, vat } = keptOf(payment, amount * sign);
  const soldOn = seoulDate(at);
  return {
    id: `seed-${of}`,
    kind: sign === 1 ? "capture" : "refund",
    transaction: of,
    about: { paymentKey: payment.gatewayPaymentKey, orderId: payment.gatewayOrderId, sessionKey: null },
    currency: payment.currency,
    amount: amount * sign,
    fee,
    vat,
    net: amount * sign - fee - vat,
    presented: null,
    soldOn,
    payoutOn: seoulDate(later(seoulMidnight(soldOn), payoutAfterMs)),
    payout: null,
    approvedAt: at,
  };
}

/** A gateway that told a fee with the payment keeps that, and nothing back on refunds; otherwise 2.05% and VAT. */
function keptOf({ fee }: Payment, amount: number) {
  if (fee !== null) return { fee: amount > 0 ? fee : 0, vat: 0 };
  const kept = Math.round((amount * 205) / 10_000);
  return { fee: kept, vat: Math.round(kept / 10) };
}
