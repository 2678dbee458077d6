import { awaitingApproval } from "@/db/refunds";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";

/**
 * Payments as their shopper may see them: money that is only set aside until a second person has agreed is not on its
 * way, and nobody is told that it is.
 */
export async function asShopperSees(payments: Payment[]): Promise<Payment[]> {
  const reserving = payments.filter(({ refundPending }) => refundPending > 0);
  const undecided = await awaitingApproval(
    db,
    reserving.map(({ id }) => id),
  );
  return payments.map((payment) => ({
    ...payment,
    refundPending: payment.refundPending - (undecided.get(payment.id) ?? 0),
  }));
}
