import { orderById } from "@/db/orders";
import { paymentById } from "@/db/payments";
import { askedForBy } from "@/db/refunds";
import type { Refund } from "@/db/schema";
import { db, type Tx } from "@/db/store";
import { seconds } from "../clock";
import { env } from "../env";
import type { KeyedRequest } from "../idempotency";
import { type Judged, refund, refundedBefore } from "../payments/refund";
import type { RefundAccount } from "../payments/refund-account";
import { needsAccount } from "../payments/reserve";
import { Problem } from "../problem";
import { actorOf, assertMay, type Staff } from "./staff";

export type StaffRefund = {
  /** In minor units of the payment's currency; all that is left when absent. */
  amount: number | undefined;
  /** What was left when the form was shown, in minor units. */
  expectedLeft: number;
  reason: string;
  /** Where a deposit goes back to, or that its shopper is asked by letter. Not looked at for other payments. */
  account?: RefundAccount | "ask_shopper" | undefined;
  /** The form's own key, so that pressing twice gives back once. */
  keyed: KeyedRequest;
  address: string;
};

/** How long somebody at the desk waits for the gateway before they are told that it has not said, in milliseconds. */
export const deskWaitMs = seconds(8);

/**
 * Staff give money back. Answers the refund as it then stands: besides what `refund` answers, `waiting_for_account` when
 * the shopper is asked where a deposit goes, and `waiting_for_approval` when a second person must agree. The same key
 * answers with the same refund. Throws forbidden, not_found, payment_held, order_not_paid, refund_account_required,
 * refund_outdated, refund_over_limit, refund_exceeds_balance, payment_disputed, not_configured, idempotency_key_reused.
 */
export async function refundByStaff(staff: Staff, paymentId: string, wish: StaffRefund): Promise<Refund> {
  assertMay(staff, "refunds:write");
  const before = await refundedBefore(wish.keyed);
  if (before) return before;
  const payment = await paymentById(db, paymentId);
  const order = payment && (await orderById(db, payment.orderId));
  if (!payment || !order) throw new Problem("not_found", "There is no such payment.");
  if (payment.status === "held")
    throw new Problem("payment_held", "Money that is held is accepted or returned, all of it.");
  if (payment.captured === 0)
    throw new Problem("order_not_paid", "This payment took nothing, so there is nothing to give back.");
  if (needsAccount(payment) && !wish.account)
    throw new Problem(
      "refund_account_required",
      "A deposit goes back to an account: name one, or ask for it.",
      {
        errors: [{ field: "refund_account", message: "Needed for what was deposited" }],
      },
    );
  const { amount, reason, account, keyed, address } = wish;
  const actor = actorOf(staff);
  return refund({
    paymentId,
    ...(amount === undefined ? {} : { amount }),
    reason,
    requestedBy: actor,
    // A card has a way back of its own, and what is not needed is not kept.
    account: needsAccount(payment) && account !== "ask_shopper" ? account : undefined,
    keyed,
    audit: {
      actor,
      action: "refund_asked",
      subject: order.number,
      detail: { payment: payment.id, amount: amount ?? null, currency: payment.currency, reason },
      address,
    },
    judge: (tx, asked) => judge(tx, staff, asked, wish.expectedLeft),
    waitMs: deskWaitMs,
  });
}

/** Decided under the order's lock, so that two people at once, or one in slices, cannot get around it. */
async function judge(tx: Tx, staff: Staff, { payment, amount, left }: Judged, expectedLeft: number) {
  if (left !== expectedLeft)
    throw new Problem("refund_outdated", "What is left has changed since you opened this: look at it again.");
  const { support, approvalAbove } = env().refundLimits;
  const inAll = amount + (await askedForBy(tx, payment.orderId, actorOf(staff), payment.currency));
  if (staff.role === "support" && inAll > limitOf(support, payment.currency))
    throw new Problem(
      "refund_over_limit",
      "This is more of one order than you may give back: ask a manager.",
    );
  return inAll > limitOf(approvalAbove, payment.currency) ? "after approval" : "at once";
}

/** Held money may have come in a currency that the shop does not sell in: of that nobody decides alone. */
const limitOf = (limits: Record<string, number>, currency: string) => limits[currency] ?? 0;
