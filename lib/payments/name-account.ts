import { eventsOf, recordEvents } from "@/db/events";
import { findKey, insertKey } from "@/db/idempotency";
import { lockOrder } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { moveRefund, refundsAwaitingAccount } from "@/db/refunds";
import type { Order } from "@/db/schema";
import { type Tx, transaction } from "@/db/store";
import { assertSameBody, type KeyedRequest } from "../idempotency";
import { Problem } from "../problem";
import { type RefundAccount, sealAccount } from "./refund-account";
import { askNextRefund } from "./reserve";

/** In the story of an order. */
const named = "refund_account_named";

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
    const before = keyed && (await namedBefore(tx, order, keyed));
    if (before !== undefined) return { amount: before, replayed: true };
    const payments = await paymentsOf(tx, order.id);
    const waiting = await refundsAwaitingAccount(
      tx,
      payments.map(({ id }) => id),
    );
    const [first] = waiting;
    if (!first)
      throw new Problem("no_account_needed", "No money of this order waits for an account to go to.");
    for (const { id } of waiting)
      await moveRefund(tx, id, ["waiting_for_account"], {
        state: "queued",
        account: sealAccount(id, account),
        failureCode: null,
      });
    await recordEvents(
      tx,
      waiting.map(({ id, paymentId, amount }) => ({
        orderId: order.id,
        paymentId,
        kind: named,
        // Which of them a repeated request finds again by its key.
        detail: { refund_id: id, amount, together_with: first.id },
        at: now,
      })),
    );
    const owing = new Set(waiting.map(({ paymentId }) => paymentId));
    for (const payment of payments) if (owing.has(payment.id)) await askNextRefund(tx, payment, now);
    const amount = waiting.reduce((sum, refund) => sum + refund.amount, 0);
    if (keyed) await insertKey(tx, { ...keyed, madeId: first.id, createdAt: now });
    return { amount, replayed: false };
  });

/** All that a request with this idempotency key named, in minor units; undefined where there was none. */
async function namedBefore(tx: Tx, order: Order, keyed: KeyedRequest): Promise<number | undefined> {
  const row = await findKey(tx, keyed);
  if (!row) return undefined;
  assertSameBody(row, keyed);
  return (await eventsOf(tx, order.id))
    .filter(({ kind, detail }) => kind === named && detail.together_with === row.madeId)
    .reduce((sum, { detail }) => sum + Number(detail.amount), 0);
}
