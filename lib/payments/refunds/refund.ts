import { type NewAudit, recordAudit } from "@/db/audit";
import { callById, openCallOf } from "@/db/calls";
import { lockOrder } from "@/db/orders";
import { paymentById } from "@/db/payments";
import { refundById } from "@/db/refunds";
import type { Call, Payment, Refund } from "@/db/schema";
import { db, type Tx } from "@/db/store";
import { now, waitAtMost } from "../../clock";
import { type KeyedRequest, madeBefore, once } from "../../http/idempotency";
import { log } from "../../log";
import { Problem } from "../../problem";
import { ask, firstLookAfterMs, pursue } from "../engine/ask";
import { isRejected } from "../engine/call-key";
import { workOn } from "../engine/lease";
import type { RefundAccount } from "../engine/refund-account";
import { reserveRefund } from "../engine/reserve";

export type RefundRequest = {
  paymentId: string;
  /** In minor units; all that is left when absent. */
  amount?: number;
  reason: string;
  requestedBy: string;
  /** Where a deposit goes back to. */
  account?: RefundAccount | undefined;
  /** The caller's idempotency key, if it sent one. */
  keyed?: KeyedRequest | undefined;
  /** Written in the unit of work that reserves the money, with what was reserved and given back before and after. */
  audit?: Omit<NewAudit, "at"> | undefined;
  /** Decides under the order's lock whether it may be asked for at once; throws where it may not be at all. */
  judge?: ((tx: Tx, asked: Judged) => Promise<"at once" | "after approval">) | undefined;
  /** How long to wait for the gateway, in milliseconds; the ask goes on after that. */
  waitMs: number;
};

/** What somebody asks to be given back, and what is left of the payment as it stands under the lock, in minor units. */
export type Judged = { payment: Payment; amount: number; left: number };

/**
 * Gives money back: reserve, ask, settle. Answers the refund as it then stands: `done`, `failed`, or
 * `asked` and `queued` while the gateway has not answered or another refund of the payment goes first. The same key
 * again answers with the same refund, as it is now. Throws payment_disputed, refund_exceeds_balance,
 * idempotency_key_reused.
 */
export const refund = async (request: RefundRequest): Promise<Refund> => (await refundOnce(request)).refund;

/** The same, and whether the key had made the refund before. */
export async function refundOnce(request: RefundRequest): Promise<{ refund: Refund; replayed: boolean }> {
  const at = now();
  const { made, replayed } = await once(
    request.keyed,
    at,
    async (tx) => {
      const reserved = await reserve(tx, request, at);
      return { id: reserved.id, made: reserved };
    },
    refundOfKey,
  );
  return { refund: await askSoon(made, request.waitMs), replayed };
}

/** Asks for a refund whose turn it is, and answers it as it then stands; `waitMs` is how long that may take. */
export async function askSoon(reserved: Refund, waitMs: number): Promise<Refund> {
  const call = await openCallOf(db, reserved.paymentId, "refund");
  // Another refund of the payment may go first, or have gone a moment ago: then reconcile asks when it is time.
  if (call?.refundId === reserved.id) await waitAtMost(waitMs, workOn(call, now(), finish));
  return (await refundById(db, reserved.id)) ?? reserved;
}

/** The refund that a request with this idempotency key made. Throws idempotency_key_reused. */
export async function refundedBefore(keyed: KeyedRequest | undefined): Promise<Refund | undefined> {
  const id = await madeBefore(keyed);
  return id === undefined ? undefined : refundOfKey(id);
}

async function refundOfKey(id: string): Promise<Refund> {
  const made = await refundById(db, id);
  // Of a payment that was only held its key called off the payment; what that became is found by asking again.
  if (!made)
    throw new Problem(
      "call_busy",
      "Another request with this Idempotency-Key was processed first. Send this one again.",
    );
  return made;
}

async function reserve(
  tx: Tx,
  { paymentId, amount, reason, requestedBy, account, audit, judge }: RefundRequest,
  at: Date,
): Promise<Refund> {
  const standing = await paymentById(tx, paymentId);
  if (!standing) throw new Error(`There is no payment ${paymentId}.`);
  await lockOrder(tx, standing.orderId);
  // Read again under the lock: what is left may have changed.
  const payment = (await paymentById(tx, paymentId)) ?? standing;
  const left = payment.captured - payment.refunded - payment.refundPending;
  const wanted = amount ?? left;
  const verdict = await judge?.(tx, { payment, amount: wanted, left });
  const awaitsApproval = verdict === "after approval";
  const wish = { payment, amount: wanted, reason, requestedBy, account, awaitsApproval, now: at };
  const reserved = wanted > 0 ? await reserveRefund(tx, wish) : undefined;
  if (!reserved)
    throw new Problem(
      "refund_exceeds_balance",
      "This is more than the refundable amount of this payment. Nothing was refunded.",
    );
  if (audit) {
    const detail = {
      ...audit.detail,
      refund: reserved.id,
      state: reserved.state,
      ...change(payment, wanted),
    };
    await recordAudit(tx, { ...audit, detail, at });
  }
  return reserved;
}

/** What is given back and reserved of a payment, before and after as much more is reserved, in minor units. */
const change = ({ refunded, refundPending: reserved }: Payment, more: number) => ({
  before: { refunded, reserved },
  after: { refunded, reserved: reserved + more },
});

/**
 * Asks once. What that leaves unknown is reconcile's, since a second cancel must not follow at once; what the gateway
 * rejected is looked at, and then known.
 */
async function finish(call: Call) {
  try {
    const payment = await paymentById(db, call.paymentId);
    // Later it may have been asked already by somebody who could not write down what was answered.
    const isFirst = now().getTime() - call.askedAt.getTime() < firstLookAfterMs;
    if (payment) await ask(call, payment, isFirst);
    const standing = await callById(db, call.id);
    if (standing && isRejected(standing)) await pursue(call.id);
  } catch (error) {
    log.error({ err: error, call: call.id }, "a refund broke off; reconcile takes it from here");
  }
}
