import { orderById } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { Problem } from "../../problem";

/** The payment that staff chose, with its order. Throws not_found. */
export async function chosenPayment(paymentId: string): Promise<{ payment: Payment; order: Order }> {
  const payment = await paymentById(db, paymentId);
  const order = payment && (await orderById(db, payment.orderId));
  if (!payment || !order) throw new Problem("not_found", "There is no such payment.");
  return { payment, order };
}
