import { feesOfPayment } from "@/db/accepted-differences";
import { postMany } from "@/db/books";
import { lockOrder } from "@/db/orders";
import type { Payment } from "@/db/schema";
import { lockSettlement } from "@/db/settlement-reads";
import type { Tx } from "@/db/store";
import { keptTransfers } from "../../books/settlement";
import { newId } from "../../clock";

/**
 * Posts what a gateway settled as the fee of a payment and the books do not have, in the currency of its payouts. Returns
 * how much that is in minor units: negative if the books had more, 0 if they agree by now.
 */
export async function postSettledFee(tx: Tx, payment: Payment, currency: string, at: Date): Promise<number> {
  // A reading of the settlement, or a look at the payment, would post the same difference meanwhile. In this order: a
  // reading holds the settlement and waits for the order of what it posts.
  await lockSettlement(tx, payment);
  await lockOrder(tx, payment.orderId);
  const { booked, listed } = await feesOfPayment(tx, payment.id, currency);
  const fee = listed - booked;
  // Not made of the sums: a fee may be settled otherwise, back, and otherwise again.
  const transaction = newId("acc");
  await postMany(tx, keptTransfers(payment, { fee, vat: 0, currency, transaction, at }));
  return fee;
}
