import { z } from "zod";
import type { SettlementKind, SettlementPart } from "../../contracts/settlements";
import type { Settlement, SettlementRow } from "../gateway";
import { readList } from "./list";
import { readInstant } from "./wire";

/** Toss returns 100 by default and 5,000 at most. Source: Toss core API, "list settlements". */
const pageSize = 1_000;

/** Won have no smaller unit, but Toss's numbers may be decimals for other currencies, which the shop does not sell in. */
const Won = z.int();

const TossSettlement = z.object({
  transactionKey: z.string(),
  paymentKey: z.string(),
  orderId: z.string().nullish(),
  currency: z.string().default("KRW"),
  amount: Won,
  supplyAmount: Won,
  vat: Won,
  payOutAmount: Won,
  approvedAt: z.string().nullish(),
  soldDate: z.iso.date(),
  paidOutDate: z.iso.date().nullish(),
  cancel: z.unknown().optional(),
});

/**
 * A page of what Toss settles, by the day of the sale (`soldDate`) or of the payout (`paidOutDate`). Rows appear the
 * day after the payment. Source: Toss core API, "list settlements".
 */
export async function listSettlement(
  authorization: string | undefined,
  { part, day }: { part: SettlementPart; day: string },
  cursor: string | null,
): Promise<Settlement> {
  const page = Number(cursor ?? 1);
  const query = new URLSearchParams({
    startDate: day,
    endDate: day,
    dateType: part === "sold" ? "soldDate" : "paidOutDate",
    page: String(page),
    size: String(pageSize),
  });
  const answer = await readList(authorization, `/v1/settlements?${query}`, TossSettlement);
  if ("is" in answer) return answer;
  return {
    is: "seen",
    rows: answer.rows.map(rowOf),
    // Toss pays out by the day and reports no payouts.
    payouts: [],
    next: answer.rows.length < pageSize ? null : String(page + 1),
  };
}

const rowOf = (row: z.output<typeof TossSettlement>): SettlementRow => ({
  id: row.transactionKey,
  kind: kindOf(row),
  transaction: row.transactionKey,
  about: { paymentKey: row.paymentKey, orderId: row.orderId ?? null, sessionKey: null },
  currency: row.currency,
  amount: row.amount,
  fee: row.supplyAmount,
  vat: row.vat,
  net: row.payOutAmount,
  presented: null,
  soldOn: row.soldDate,
  payoutOn: row.paidOutDate ?? null,
  payout: null,
  approvedAt: readInstant(row.approvedAt),
});

/** A negative row without a cancel is a deposit that a bank took back. */
function kindOf({ amount, cancel }: z.output<typeof TossSettlement>): SettlementKind {
  if (amount >= 0) return "capture";
  return cancel ? "refund" : "reversal";
}
