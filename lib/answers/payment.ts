import { orderById } from "@/db/orders";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { now } from "../clock";
import type { Reply } from "../http/http";
import { presentPayment } from "../payments/view/present";
import { refusalOfConfirm } from "../payments/view/refusal";
import { asShopperSees } from "../payments/view/shopper-payments";
import { pending } from "./pending";

/**
 * The payment for the caller of a confirm; 202 while its outcome is not known. Throws the problem if it was refused.
 */
export const answerOfConfirm = (payment: Payment) => answerWith(payment, presentPayment);

/** Like `answerOfConfirm`, with a custom body. */
export async function answerWith<Body>(
  payment: Payment,
  present: (order: Order, payment: Payment) => Body,
): Promise<Reply<Body>> {
  const order = await orderById(db, payment.orderId);
  if (!order) throw new Error(`There is no order ${payment.orderId}.`);
  const refusal = refusalOfConfirm(order, payment, now());
  if (refusal) throw refusal;
  const [shown = payment] = await asShopperSees([payment]);
  const body = present(order, shown);
  return answered.has(payment.status) ? { body } : { body, ...pending };
}

const answered: ReadonlySet<Payment["status"]> = new Set([
  "paid",
  "authorized",
  "waiting_for_deposit",
  "requires_action",
]);
