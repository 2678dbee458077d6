import { z } from "zod";
import { gatewayNames } from "./gateways";
import { operation } from "./operation";
import { settlementKinds } from "./settlements";

/** A month in Seoul, such as 2026-11. */
export const Month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "Use a month such as 2026-11");

/** How many rows one answer has at most. */
export const settlementsAtOnce = 200;

const Day = z.iso.date();
const SignedUnits = z.int().describe("In the currency's minor unit; negative if money goes back");

export const SettlementRow = z
  .object({
    id: z.string(),
    gateway: z.enum(gatewayNames),
    kind: z.enum(settlementKinds),
    order_number: z.string().nullable().describe("Null if it belongs to no order of this shop"),
    sold_on: Day.describe("The day in Seoul it counts as sold"),
    payout_on: Day.nullable().describe("The day it is paid out; null if the gateway has not set it"),
    paid_out: z.boolean(),
    currency: z.string().describe("The currency of the payout"),
    amount: SignedUnits,
    fee: SignedUnits.describe("The gateway's fee without VAT"),
    fee_vat: SignedUnits,
    payout_amount: SignedUnits,
    gateway_row: z.string().describe("The gateway's ID of the row"),
    payout: z.string().nullable().describe("The gateway's ID of the payout, if it has one"),
  })
  .meta({ id: "SettlementRow" });

export const listSettlements = operation({
  method: "GET",
  path: "/settlements",
  summary: "List what the gateways settled for a month, row by row, oldest first",
  caller: "settlements:read",
  input: z.strictObject({
    month: Month.describe("By the day of the sale, in Seoul"),
    after: z
      .string()
      .regex(/^[\d]{4}-[\d]{2}-[\d]{2}\.stl_[0-9a-z]{20}$/)
      .optional()
      .describe("`next` of the previous answer"),
  }),
  reply: z.object({
    rows: z.array(SettlementRow),
    next: z.string().nullable().describe("Where to continue; null after the last row"),
  }),
  status: 200,
  problems: ["unauthorized", "forbidden", "too_many_requests"],
});
