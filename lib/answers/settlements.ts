import type { z } from "zod";
import { type SettlementPosition, settlementsOfSpan } from "@/db/settlements";
import { db } from "@/db/store";
import { type listSettlements, settlementsAtOnce } from "../contracts/settlement-list";
import { monthSpan } from "../payments/settlement/reconcile";
import { env } from "../settings/env";

/**
 * A page of a month's settlement, such as 2026-11, by the day of the sale in Seoul: at most `atOnce` rows. Amounts in
 * minor units.
 */
export async function settlementsOf(month: string, after: string | undefined, atOnce = settlementsAtOnce) {
  const found = await settlementsOfSpan(
    db,
    monthSpan(month, env().live),
    after === undefined ? undefined : positionIn(after),
    atOnce,
  );
  const last = found.at(-1)?.row;
  const body: z.input<typeof listSettlements.reply> = {
    rows: found.map(({ row, orderNumber }) => ({
      id: row.id,
      gateway: row.gateway,
      kind: row.kind,
      order_number: orderNumber,
      sold_on: row.soldOn,
      payout_on: row.payoutOn,
      paid_out: row.paidOutAt !== null,
      currency: row.currency,
      amount: row.amount,
      fee: row.fee,
      fee_vat: row.vat,
      payout_amount: row.net,
      gateway_row: row.gatewayRow,
      payout: row.payout,
    })),
    next: last && found.length === atOnce ? `${last.soldOn}.${last.id}` : null,
  };
  return { body };
}

function positionIn(after: string): SettlementPosition {
  const [soldOn = "", id = ""] = after.split(".");
  return { soldOn, id };
}
