import { recordAudit } from "@/db/audit";
import { eventsOf, recordEvents } from "@/db/events";
import { lockOrder } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { moveRefund, refundsAwaitingAccount } from "@/db/refunds";
import type { Order } from "@/db/schema";
import { db, type Tx } from "@/db/store";
import { type KeyedRequest, once } from "../../http/idempotency";
import { Problem } from "../../problem";
import { endNeeds } from "../engine/needs";
import {
  type AccountProof,
  encryptAccount,
  namedInAudit,
  type RefundAccount,
} from "../engine/refund-account";
import { askNextRefund, shopper } from "../engine/reserve-refund";

/** The kind of the order's event, and the action in the audit log. */
const named = "refund_account_named";

/** What let the caller name an account, and the IP address it came from. */
type Whence = { proof: AccountProof; address: string };

type Named = {
  /** The total being refunded to the account, in minor units. */
  amount: number;
  replayed: boolean;
};

/**
 * The owner of a deposit names the account to refund it to: queues every refund of the order that waits for an account.
 * A repeat with the same key changes nothing. Throws `no_account_needed`, `not_configured`, `idempotency_key_reused`.
 */
export async function nameAccount(
  order: Order,
  account: RefundAccount,
  keyed: KeyedRequest | undefined,
  now: Date,
  whence: Whence,
): Promise<Named> {
  const { made: amount, replayed } = await once(
    keyed,
    now,
    (tx) => name(tx, order, account, now, whence),
    (id) => namedWith(order, id),
  );
  return { amount, replayed };
}

async function name(tx: Tx, order: Order, account: RefundAccount, now: Date, { proof, address }: Whence) {
  await lockOrder(tx, order.id);
  const payments = await paymentsOf(tx, order.id);
  const waiting = await refundsAwaitingAccount(
    tx,
    payments.map(({ id }) => id),
  );
  const [first] = waiting;
  if (!first) throw new Problem("no_account_needed", "No refund of this order is waiting for an account.");
  for (const { id, paymentId } of waiting) {
    await moveRefund(tx, id, ["waiting_for_account"], {
      state: "queued",
      account: encryptAccount(id, account),
      failureCode: null,
    });
    await recordAudit(tx, {
      actor: shopper,
      action: named,
      subject: order.number,
      detail: { payment: paymentId, refund: id, ...namedInAudit({ account, proof }) },
      address,
      at: now,
    });
  }
  await recordEvents(
    tx,
    waiting.map(({ id, paymentId, amount }) => ({
      orderId: order.id,
      paymentId,
      kind: named,
      // Links the refunds named together, so that a repeated request finds them by its key.
      detail: { refund_id: id, amount, together_with: first.id, named_by: proof },
      at: now,
    })),
  );
  const owing = new Set(waiting.map(({ paymentId }) => paymentId));
  for (const payment of payments) if (owing.has(payment.id)) await askNextRefund(tx, payment, now);
  await endNeeds(tx, order.id, now, { by: "shopper", how: "ended" });
  return { id: first.id, made: waiting.reduce((sum, refund) => sum + refund.amount, 0) };
}

/** The total of the refunds named together with this one, in minor units. */
const namedWith = async (order: Order, refundId: string): Promise<number> =>
  (await eventsOf(db, order.id))
    .filter(({ kind, detail }) => kind === named && detail.together_with === refundId)
    .reduce((sum, { detail }) => sum + Number(detail.amount), 0);
