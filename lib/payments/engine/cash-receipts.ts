import type { NewNeed } from "@/db/needs";
import type { Payment } from "@/db/schema";
import type { Snapshot } from "../../gateways/gateway";
import { needOf } from "./needs";

type Receipts = Snapshot["detail"]["cashReceipts"];

/** How a payment's cash receipts stand as a whole. */
export function stateOfReceipts(receipts: Receipts): Payment["cashReceipt"] {
  const states = new Set((receipts ?? []).map(({ state }) => state));
  for (const state of ["failed", "in_progress", "completed"] as const) if (states.has(state)) return state;
  return null;
}

/** Whether the gateway tells the same of each cash receipt as is recorded. */
export const areSameReceipts = (recorded: Receipts, told: Receipts) => signOf(recorded) === signOf(told);

const signOf = (receipts: Receipts) => (receipts ?? []).map(({ key, state }) => `${key} ${state}`).join(",");

/** An operator must look at each cash receipt, or cancellation of one, that the tax office has refused since. */
export const needsOfReceipts = (payment: Payment, told: Receipts): NewNeed[] =>
  (told ?? [])
    .filter(({ key, state }) => state === "failed" && !wasFailed(payment, key))
    .slice(0, 1)
    .map(({ code }) => needOf(payment, "cash_receipt_failed", code ?? ""));

const wasFailed = ({ detail }: Payment, key: string) =>
  (detail.cashReceipts ?? []).some((receipt) => receipt.key === key && receipt.state === "failed");
