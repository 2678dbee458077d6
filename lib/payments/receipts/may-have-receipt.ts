import type { Order, Payment } from "@/db/schema";
import { hasReceipt } from "../../books/receipts";
import { traitsOf } from "../../gateways/all-traits";
import { leftOf } from "../../tax";
import { isOfToday } from "../engine/account";

/**
 * Whether the shop may issue a cash receipt for a payment: it pays its order by transfer or deposit, in won, through an
 * account that today's keys belong to, and something is left of it. `exists`: it has one, issued with it or apart.
 */
export function mayHaveReceipt(
  { status, winnerPaymentId }: Pick<Order, "status" | "winnerPaymentId">,
  payment: Pick<
    Payment,
    | "id"
    | "status"
    | "gateway"
    | "keyPair"
    | "account"
    | "live"
    | "method"
    | "currency"
    | "captured"
    | "refunded"
    | "taxFree"
    | "taxFreeRefunded"
    | "detail"
  >,
): "yes" | "exists" | "no" {
  const isPaying = status === "paid" && winnerPaymentId === payment.id && payment.status === "paid";
  const isTaken = payment.currency === "KRW" && traitsOf(payment.gateway).takesReceipt(payment.method);
  if (!isPaying || !isTaken || !isOfToday(payment) || leftOf(payment).amount === 0) return "no";
  return hasReceipt(payment.detail.cashReceipts) ? "exists" : "yes";
}
