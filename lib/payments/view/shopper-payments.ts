import { awaitingApproval } from "@/db/refunds";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";

/**
 * Payments as their shopper may see them: money reserved for a refund that awaits approval is not shown as on its way.
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
