import { and, asc, eq, gt, inArray, like, lt, notExists, sql } from "drizzle-orm";
import { type Payment, payments, settlementRows, type Transfer, transfers } from "@/db/schema";
import { beginSettlementRead, type SettlementList } from "@/db/settlement-reads";
import { insertSettlements } from "@/db/settlements";
import { db, transaction } from "@/db/store";
import { days, later, newId } from "@/lib/clock";
import type { SettlementRow } from "@/lib/gateways/gateway";
import { settled } from "@/lib/payments/settlement/keep";
import { settlementLists } from "@/lib/payments/settlement/pull";
import { seoulDate, seoulDayBegan, seoulMidnight } from "@/lib/seoul";
import { madeUp } from "./order";
import { postPlaced } from "./post";

/** How many sales and refunds are settled per commit. */
const movesAtOnce = 500;

/** How long after the sale the gateways pay out, in milliseconds. */
const payoutAfterMs = days(5);

/**
 * Settles the sample orders up to yesterday, as their gateways would have: a fee with VAT for Toss, the fee that is in the
 * books for Stripe, and a payout five days after the sale. Rows that are there already stay. The gateways' lists are read
 * from today on, since no gateway knows these orders. Returns how many rows were added.
 */
export async function seedSettlements(now: Date): Promise<number> {
  const day = seoulDate(now);
  const lists = settlementLists();
  await transaction(async (tx) => {
    for (const list of lists) await beginSettlementRead(tx, list, { day, reading: newId("read"), now });
  });
  let made = 0;
  for (let after = ""; ; ) {
    const moves = await unsettledMoves(now, after);
    const last = moves.at(-1);
    if (!last) return made;
    after = last.transfer.id;
    await transaction(async (tx) => {
      for (const list of lists.filter(({ part }) => part === "sold")) {
        const { rows, transfers: posted } = settledByNow(list, moves, now);
        await insertSettlements(tx, rows);
        await postPlaced(
          tx,
          posted.map((row) => ({ ...row, id: newId("tr") })),
        );
        made += rows.length;
      }
    });
  }
}

type Move = {
  payment: Pick<
    Payment,
    "id" | "orderId" | "live" | "keyPair" | "gateway" | "gatewayPaymentKey" | "gatewayOrderId" | "fee"
  >;
  transfer: Pick<Transfer, "id" | "cause" | "amount" | "currency" | "transaction" | "at">;
};

/** Sales and refunds of sample orders before today that are not settled yet. */
const unsettledMoves = (now: Date, after: string): Promise<Move[]> =>
  db
    .select({
      payment: {
        id: payments.id,
        orderId: payments.orderId,
        live: payments.live,
        keyPair: payments.keyPair,
        gateway: payments.gateway,
        gatewayPaymentKey: payments.gatewayPaymentKey,
        gatewayOrderId: payments.gatewayOrderId,
        fee: payments.fee,
      },
      transfer: {
        id: transfers.id,
        cause: transfers.cause,
        amount: transfers.amount,
        currency: transfers.currency,
        transaction: transfers.transaction,
        at: transfers.at,
      },
    })
    .from(transfers)
    .innerJoin(payments, eq(payments.id, transfers.paymentId))
    .where(
      and(
        gt(transfers.id, after),
        like(transfers.orderId, `${madeUp}%`),
        inArray(transfers.cause, ["capture", "refund"]),
        lt(transfers.at, seoulDayBegan(now)),
        notExists(
          db
            .select({ one: sql`1` })
            .from(settlementRows)
            .where(
              and(
                eq(settlementRows.paymentId, transfers.paymentId),
                eq(settlementRows.transaction, transfers.transaction),
              ),
            ),
        ),
      ),
    )
    .orderBy(asc(transfers.id))
    .limit(movesAtOnce);

/** What two readings of a list leave: one by the day of the sale, and one of what was paid out before today. */
function settledByNow(list: SettlementList, moves: Move[], now: Date) {
  const own = moves
    .filter(({ payment }) => payment.gateway === list.gateway && payment.keyPair === list.keyPair)
    .map((move) => ({ row: rowOf(move), owner: move.payment }));
  const owners = new Map(own.map(({ row, owner }) => [row.id, owner]));
  const ownerOf = ({ id }: SettlementRow) => owners.get(id);
  const listed = own.map(({ row }) => row);
  const sold = settled(list, newId("read"), listed, { ownerOf, copiesOf: () => [] }, now);

  const kept = new Map(sold.added.map((row) => [row.gatewayRow, row]));
  const copiesOf = ({ id }: SettlementRow) => [kept.get(id)].flatMap((row) => row ?? []);
  const due = listed.filter(({ payoutOn }) => payoutOn !== null && payoutOn < seoulDate(now));
  const paidOut = settled({ ...list, part: "paid_out" }, newId("read"), due, { ownerOf, copiesOf }, now);
  const changed = new Map(paidOut.again.flatMap(({ ids, values }) => ids.map((id) => [id, values])));
  return {
    rows: sold.added.map((row) => ({ ...row, ...changed.get(row.id) })),
    transfers: [...sold.transfers, ...paidOut.transfers],
  };
}

function rowOf({ payment, transfer: { cause, amount, currency, transaction: of, at } }: Move): SettlementRow {
  const sign = cause === "refund" ? -1 : 1;
  const { fee, vat } = keptOf(payment, amount * sign);
  const soldOn = seoulDate(at);
  return {
    id: `seed-${of}`,
    kind: sign === 1 ? "capture" : "refund",
    transaction: of,
    about: { paymentKey: payment.gatewayPaymentKey, orderId: payment.gatewayOrderId, sessionKey: null },
    currency,
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
function keptOf({ fee }: Pick<Payment, "fee">, amount: number) {
  if (fee !== null) return { fee: amount > 0 ? fee : 0, vat: 0 };
  const kept = Math.round((amount * 205) / 10_000);
  return { fee: kept, vat: Math.round(kept / 10) };
}
