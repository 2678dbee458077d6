import { orderById } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Refund } from "@/db/schema";
import { db } from "@/db/store";
import type { KeyedRequest } from "../../http/idempotency";
import { accountInAudit, type RefundAccount } from "../../payments/engine/refund-account";
import { needsAccount } from "../../payments/engine/reserve-refund";
import { callerWaitMs } from "../../payments/engine/wait";
import { type Judged, refund, refundedBefore } from "../../payments/refunds/refund";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";
import { judgeStaff } from "./refund-limits";

export type StaffRefund = {
  /** In minor units of the payment's currency; everything that is left if undefined. */
  amount: number | undefined;
  /** The refundable amount when the form was shown, in minor units. */
  expectedLeft: number;
  reason: string;
  /** The account a deposit is refunded to, or `ask_shopper` to ask for it by letter. Ignored for other payments. */
  account?: RefundAccount | "ask_shopper" | undefined;
  /** The form's own idempotency key, so that pressing twice refunds once. */
  keyed: KeyedRequest;
  address: string;
};

/**
 * Refunds a payment for staff. Returns the refund as it is now: besides what `refund` returns, `waiting_for_account` if
 * the shopper is asked where to send a deposit, and `waiting_for_approval` if a second person must approve, which is
 * always the case if staff name the account. The same key returns the same refund. Throws forbidden, not_found,
 * payment_held, order_not_paid, refund_account_required, refund_outdated, refund_over_limit, refund_over_daily_limit,
 * refund_exceeds_balance, payment_disputed, not_configured, idempotency_key_reused.
 */
export async function refundByStaff(staff: Staff, paymentId: string, wish: StaffRefund): Promise<Refund> {
  assertMay(staff, "refunds:write");
  const before = await refundedBefore(wish.keyed);
  if (before) return before;
  const payment = await paymentById(db, paymentId);
  const order = payment && (await orderById(db, payment.orderId));
  if (!payment || !order) throw new Problem("not_found", "There is no such payment.");
  if (payment.status === "held")
    throw new Problem("payment_held", "Held money can only be accepted or returned in full.");
  if (payment.captured === 0)
    throw new Problem("order_not_paid", "This payment took no money, so there is nothing to refund.");
  if (needsAccount(payment) && !wish.account)
    throw new Problem(
      "refund_account_required",
      "A deposit is refunded to a bank account. Name one, or ask the shopper for it.",
      {
        errors: [{ field: "refund_account", message: "Required to refund a deposit" }],
      },
    );
  const { amount, reason, account, keyed, address } = wish;
  const actor = actorOf(staff);
  // A card refund needs no account, and we do not keep what we do not need.
  const named = needsAccount(payment) && account !== "ask_shopper" ? account : undefined;
  return refund({
    paymentId,
    ...(amount === undefined ? {} : { amount }),
    reason,
    requestedBy: actor,
    account: named,
    keyed,
    audit: {
      actor,
      action: "refund_asked",
      subject: order.number,
      detail: {
        payment: payment.id,
        amount: amount ?? null,
        currency: payment.currency,
        reason,
        ...(named && { account: accountInAudit(named) }),
      },
      address,
    },
    judge: async (tx, asked) => {
      // Runs under the order's lock, before the limits are checked.
      assertAsShown(asked, wish.expectedLeft);
      return judgeStaff(tx, staff, asked, { namesAccount: named !== undefined });
    },
    waitMs: callerWaitMs,
  });
}

function assertAsShown({ left }: Judged, expectedLeft: number) {
  if (left !== expectedLeft)
    throw new Problem(
      "refund_outdated",
      "The refundable amount has changed since you opened this. Nothing was refunded. Check it again.",
    );
}
