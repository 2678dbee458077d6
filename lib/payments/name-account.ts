import { recordEvents } from "@/db/events";
import { insertKey } from "@/db/idempotency";
import { lockOrder } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { moveRefund, refundsOf } from "@/db/refunds";
import type { Order } from "@/db/schema";
import { transaction } from "@/db/store";
import type { KeyedRequest } from "../idempotency";
import { Problem } from "../problem";
import { madeBefore } from "./refund";
import { type RefundAccount, sealAccount } from "./refund-account";
import { askNextRefund } from "./reserve";

type Named = {
  /** What is on its way to the account, in minor units. */
  amount: number;
  replayed: boolean;
};

/**
 * The owner of a deposit says where it goes back to: every refund of the order that waits for an account is asked for.
 * The same key again names nothing new. Throws no_account_needed, not_configured, idempotency_key_reused.
 */
export const nameAccount = (
  order: Order,
  account: RefundAccount,
  keyed: KeyedRequest | undefined,
  now: Date,
): Promise<Named> =>
  transaction(async (tx) => {
    await lockOrder(tx, order.id);
    const before = await madeBefore(tx, keyed);
    if (before) return { amount: before.amount, replayed: true };
    let amount = 0;
    let first: string | undefined;
    for (const payment of (await paymentsOf(tx, order.id)).filter(({ refundPending }) => refundPending > 0)) {
      for (const { id, state } of await refundsOf(tx, payment.id)) {
        if (state !== "waiting_for_account") continue;
        const sealed = { state: "queued", account: sealAccount(id, account), failureCode: null } as const;
        const refund = await moveRefund(tx, id, ["waiting_for_account"], sealed);
        if (!refund) continue;
        amount += refund.amount;
        first ??= id;
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
    if (!first)
      throw new Problem("no_account_needed", "No money of this order waits for an account to go to.");
    if (keyed) await insertKey(tx, { ...keyed, madeId: first, createdAt: now });
    return { amount, replayed: false };
  });
