import { type NewAudit, recordAudit } from "@/db/audit";
import { callById, pendingCallOf } from "@/db/calls";
import { lockOrderOf } from "@/db/orders";
import { paymentById } from "@/db/payments";
import { refundById } from "@/db/refunds";
import type { Call, Payment, Refund } from "@/db/schema";
import { db, type Tx } from "@/db/store";
import { now, waitAtMost } from "../../clock";
import { type KeyedRequest, madeBefore, once } from "../../http/idempotency";
import { log } from "../../log";
import { Problem } from "../../problem";
import { ask, pursue } from "../engine/ask";
import { isRejected } from "../engine/call-key";
import { release, workOn } from "../engine/lease";
import { type RefundWish, type Reserved, reserveRefund } from "../engine/reserve-refund";
import { firstLookAfterMs } from "../engine/retry-times";

export type RefundOfPayment = RefundWish & {
  paymentId: string;
  /** In minor units; everything that is left if absent. */
  amount?: number;
  /** The caller's idempotency key, if it sent one. */
  keyed?: KeyedRequest | undefined;
  /** Written in the transaction that reserves the money, with the refunded and reserved amounts before and after. */
  audit?: Omit<NewAudit, "at"> | undefined;
  /**
   * Decides under the order's lock whether the refund may be sent at once; throws if it may not be requested at all.
   */
  judge?: ((tx: Tx, asked: Judged) => Promise<"at once" | "after approval">) | undefined;
  /** How long to wait for the gateway, in milliseconds; the call continues after that. */
  waitMs: number;
};

/** A requested refund and what is left of the payment under the lock, in minor units. */
export type Judged = { payment: Payment; amount: number; left: number };

/**
 * Makes a refund: reserve, ask, record. Returns the refund as it is then: `done`, `failed`, or `asked` and `queued`
 * while the gateway has not answered or another refund of the payment goes first. The same key returns the same refund,
 * as it is now. Throws `payment_disputed`, `refund_exceeds_balance`, `refund_window_closed`, `partial_refund_not_possible`,
 * `idempotency_key_reused`.
 */
export const refund = async (request: RefundOfPayment): Promise<Refund> => (await refundOnce(request)).refund;

/** Like `refund`, but also says whether the key had already made it. */
export async function refundOnce(request: RefundOfPayment): Promise<{ refund: Refund; replayed: boolean }> {
  const at = now();
  const { made, replayed } = await once<Pick<Reserved, "refund"> & Partial<Reserved>>(
    request.keyed,
    at,
    async (tx) => {
      const reserved = await reserve(tx, request, at);
      return { id: reserved.refund.id, made: reserved };
    },
    async (id) => ({ refund: await refundOfKey(id) }),
  );
  const { refund, payment, call } = made;
  if (!call || !payment) return { refund: await askSoon(refund, request.waitMs), replayed };
  const asked = await waitAtMost(request.waitMs, send(call, payment));
  return { refund: asked ?? (await refundNow(refund)), replayed };
}

/** Sends a refund if it is next and returns it as it is then. Waits at most `waitMs` milliseconds. */
export async function askSoon(reserved: Refund, waitMs: number): Promise<Refund> {
  const call = await pendingCallOf(db, reserved.paymentId, "refund");
  // Another refund of the payment may go first or have just been sent; then reconcile sends this one in time.
  if (call?.refundId === reserved.id)
    await waitAtMost(
      waitMs,
      workOn(call, now(), async (leased) => {
        const payment = await paymentById(db, leased.paymentId);
        if (payment) await finish(leased, payment);
      }),
    );
  return refundNow(reserved);
}

const refundNow = async (refund: Refund): Promise<Refund> => (await refundById(db, refund.id)) ?? refund;

/** Sends a refund whose call is leased to this worker. Returns the refund as it is then. */
async function send(call: Call, payment: Payment): Promise<Refund | undefined> {
  await finish(call, payment);
  const refund = await refundById(db, call.refundId ?? "");
  // An ended call has no lease.
  if (refund?.state === "asked") await release(call.id);
  return refund;
}

/** The refund that a request with this idempotency key made. Throws `idempotency_key_reused`. */
export async function refundedBefore(keyed: KeyedRequest | undefined): Promise<Refund | undefined> {
  const id = await madeBefore(keyed);
  return id === undefined ? undefined : refundOfKey(id);
}

async function refundOfKey(id: string): Promise<Refund> {
  const made = await refundById(db, id);
  // The key voided an authorized payment instead; repeating the request finds the result.
  if (!made)
    throw new Problem(
      "call_busy",
      "Another request with this Idempotency-Key was processed first. Send this one again.",
    );
  return made;
}

async function reserve(
  tx: Tx,
  { paymentId, amount, taxFree, reason, requestedBy, account, audit, judge }: RefundOfPayment,
  at: Date,
): Promise<Reserved> {
  await lockOrderOf(tx, paymentId);
  const payment = await paymentById(tx, paymentId);
  if (!payment) throw new Error(`There is no payment ${paymentId}.`);
  const left = payment.captured - payment.refunded - payment.refundPending;
  const wanted = amount ?? left;
  const verdict = await judge?.(tx, { payment, amount: wanted, left });
  const awaitsApproval = verdict === "after approval";
  const wish = {
    payment,
    amount: wanted,
    taxFree,
    reason,
    requestedBy,
    account,
    awaitsApproval,
    sendsAtOnce: true,
    now: at,
  };
  const reserved = wanted > 0 ? await reserveRefund(tx, wish) : undefined;
  if (!reserved)
    throw new Problem(
      "refund_exceeds_balance",
      "This is more than the refundable amount of this payment. Nothing was refunded.",
    );
  if (audit) {
    const detail = {
      ...audit.detail,
      refund: reserved.refund.id,
      state: reserved.refund.state,
      ...change(payment, wanted),
    };
    await recordAudit(tx, { ...audit, detail, at });
  }
  return reserved;
}

/** The refunded and reserved amounts of a payment, before and after reserving `more`, in minor units. */
const change = ({ refunded, refundPending: reserved }: Payment, more: number) => ({
  before: { refunded, reserved },
  after: { refunded, reserved: reserved + more },
});

/**
 * Sends the refund once. If the outcome is unknown, reconcile takes over, since a second cancel must not follow at
 * once. If the gateway rejected it, a look records the outcome.
 */
async function finish(call: Call, payment: Payment) {
  try {
    // After that, another worker may have sent it already and failed to record the answer.
    const isFirst = now().getTime() - call.askedAt.getTime() < firstLookAfterMs;
    const heard = await ask(call, payment, isFirst);
    if (heard.is === "seen" || heard.is === "declined") return;
    const standing = await callById(db, call.id);
    if (standing && isRejected(standing)) await pursue(call.id);
  } catch (error) {
    log.error({ err: error, call: call.id }, "a refund broke off; reconcile takes it from here");
  }
}
