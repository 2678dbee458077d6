import type { Refund } from "@/db/schema";
import type { KeyedRequest } from "../../http/idempotency";
import type { RefundAccount } from "../../payments/engine/refund-account";
import { needsAccount } from "../../payments/engine/reserve-refund";
import { type Judged, refundedBefore } from "../../payments/refunds/refund";
import { refundOrder } from "../../payments/refunds/refund-by-number";
import { Problem } from "../../problem";
import { actorOf, assertMay, type Staff } from "../staff/permissions";
import { chosenPayment } from "./chosen-payment";
import { judgeStaff } from "./refund-limits";

export type StaffRefund = {
  /** In minor units of the payment's currency; everything that is left if undefined. */
  amount: number | undefined;
  /** The part of the amount that is for tax-free goods; its share of what is left if absent. */
  taxFree?: number | undefined;
  /** The refundable amount when the form was shown, in minor units. */
  expectedLeft: number;
  reason: string;
  /** The account a deposit is refunded to, or `ask_shopper` to ask for it by letter. Ignored for other payments. */
  account?: RefundAccount | "ask_shopper" | undefined;
  /** Whether a second person decides, as support asks for what is above its own limits. */
  forApproval?: boolean | undefined;
  /** The form's own idempotency key, so that pressing twice refunds once. */
  keyed: KeyedRequest;
  address: string;
};

/**
 * Refunds a payment for staff, as `refundOrder` does for API keys. Returns the refund as it is now: besides what
 * `refund` returns, `waiting_for_account` if the shopper is asked where to send a deposit, and `waiting_for_approval`
 * if a second person must approve, which is always the case if staff name the account or send it for approval. The same key returns the same
 * refund. Throws what `refundOrder` throws, and forbidden, not_found, refund_outdated, refund_over_limit,
 * refund_over_daily_limit.
 */
export async function refundByStaff(staff: Staff, paymentId: string, wish: StaffRefund): Promise<Refund> {
  assertMay(staff, "refunds:write");
  const before = await refundedBefore(wish.keyed);
  if (before) return before;
  const { payment, order } = await chosenPayment(paymentId);
  const { expectedLeft, forApproval = false, ...asked } = wish;
  const namesAccount = needsAccount(payment) && wish.account !== "ask_shopper";
  const { refund } = await refundOrder(order, payment, {
    ...asked,
    actor: actorOf(staff),
    judge: async (tx, judged) => {
      // Runs under the order's lock, before the limits are checked.
      assertAsShown(judged, expectedLeft);
      return judgeStaff(tx, staff, judged, { namesAccount, forApproval });
    },
  });
  return refund;
}

function assertAsShown({ left }: Judged, expectedLeft: number) {
  if (left !== expectedLeft)
    throw new Problem(
      "refund_outdated",
      "The refundable amount has changed since you opened this. Nothing was refunded. Check it again.",
    );
}
