import { feesOfPayment } from "@/db/accepted-differences";
import { postMany } from "@/db/books";
import type { Payment } from "@/db/schema";
import { lockSettlement } from "@/db/settlement-reads";
import type { Tx } from "@/db/store";
import { keptTransfers } from "../../books/settlement";

/**
 * Posts what a gateway settled as the fee of a payment and the books do not have, in the currency of its payouts. Returns
 * how much that is in minor units: negative if the books had more, 0 if they agree by now.
 */
export async function postSettledFee(tx: Tx, payment: Payment, currency: string, at: Date): Promise<number> {
  // A reading of the settlement meanwhile would post the same difference.
  await lockSettlement(tx, payment);
  const { booked, listed } = await feesOfPayment(tx, payment.id, currency);
  const fee = listed - booked;
  const transaction = `accepted ${payment.id} ${currency} ${booked}~${listed}`;
  await postMany(tx, keptTransfers(payment, { fee, vat: 0, currency, transaction, at }));
  return fee;
}
