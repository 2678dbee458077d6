import { bankAccounts } from "@/db/bank";
import { db } from "@/db/store";
import { type SettledMonth, settledMonth } from "@/lib/payments/settlement/month";
import { env } from "@/lib/settings/env";
import { assertMay, type Staff } from "../staff/permissions";

/** A month in Seoul, such as 2026-11, as the gateways settled it. Throws forbidden. */
export async function settlementMonth(staff: Staff, month: string, at: Date): Promise<SettlementMonth> {
  assertMay(staff, "orders:read");
  const [settled, accounts] = await Promise.all([settledMonth(month, at), bankAccounts(db, env().live)]);
  return { ...settled, bank: { ...settled.bank, accounts } };
}

export type SettlementMonth = SettledMonth & {
  /** The accounts that statements were imported for. */
  bank: { accounts: Awaited<ReturnType<typeof bankAccounts>> };
};
