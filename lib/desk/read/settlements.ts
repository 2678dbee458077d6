import { type SettledMonth, settledMonth } from "@/lib/payments/settlement/month";
import { assertMay, type Staff } from "../staff/permissions";

/** A month in Seoul, such as 2026-11, as the gateways settled it. Throws forbidden. */
export async function settlementMonth(staff: Staff, month: string, at: Date): Promise<SettlementMonth> {
  assertMay(staff, "orders:read");
  return settledMonth(month, at);
}

export type SettlementMonth = SettledMonth;
