import { recordEvents } from "@/db/events";
import { lockOrder } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { moveRefund, refundsOf } from "@/db/refunds";
import type { Order } from "@/db/schema";
import { transaction } from "@/db/store";
import { Problem } from "../problem";
import { type RefundAccount, sealAccount } from "./refund-account";
import { askNextRefund } from "./reserve";

/**
 * The owner of a deposit says where it goes back to: every refund of the order that waits for an account is asked for.
 * Answers what is on its way now, in minor units. Throws no_account_needed, not_configured.
 */
export const nameAccount = (order: Order, account: RefundAccount, now: Date): Promise<number> =>
  transaction(async (tx) => {
    await lockOrder(tx, order.id);
    let amount = 0;
    for (const payment of (await paymentsOf(tx, order.id)).filter(({ refundPending }) => refundPending > 0)) {
      for (const { id, state } of await refundsOf(tx, payment.id)) {
        if (state !== "waiting_for_account") continue;
        const sealed = { state: "queued", account: sealAccount(id, account), failureCode: null } as const;
        const refund = await moveRefund(tx, id, ["waiting_for_account"], sealed);
        if (!refund) continue;
        amount += refund.amount;
        await recordEvents(tx, [
          {
            orderId: order.id,
            paymentId: payment.id,
            kind: "refund_account_named",
            detail: { refund_id: id, amount: refund.amount },
            at: now,
          },
        ]);
      }
      await askNextRefund(tx, payment, now);
    }
    if (amount === 0)
      throw new Problem("no_account_needed", "No money of this order waits for an account to go to.");
    return amount;
  });
