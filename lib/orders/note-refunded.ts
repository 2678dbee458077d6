import { lockOrder, refundedUnnoted, writeOrder } from "@/db/orders";
import { paymentById } from "@/db/payments";
import { db, transaction } from "@/db/store";
import { days, later } from "../clock";
import { each } from "../loop";

/**
 * Notes which orders were refunded entirely in the last days, so that the list of what is to be shipped need not read
 * them. A refund is not slowed down by it, and the list itself looks at the payment.
 */
export async function noteRefunded(now: Date) {
  await each(await refundedUnnoted(db, later(now, -days(7))), 1, ({ id }) =>
    transaction(async (tx) => {
      const order = await lockOrder(tx, id);
      const winner = order?.winnerPaymentId ? await paymentById(tx, order.winnerPaymentId) : undefined;
      if (winner && winner.refunded >= winner.captured) await writeOrder(tx, id, { refundedWhole: true });
    }),
  );
}
