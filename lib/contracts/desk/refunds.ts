import { z } from "zod";
import { maxAmount } from "../../money";
import { CaptureAmount, captureRefusals } from "../captures";
import { MinorUnits, typed } from "../orders";
import { Payment } from "../payments";
import { maxReason } from "../reason";
import { refundAccount } from "../refund-account";
import { Refund, RefundedPayment, RefundedTaxFree, refundRefusals } from "../refunds";
import { deskOperation, Id } from "./operation";

const Why = typed(maxReason).describe("The reason, for the shop's own records");
const refunded = RefundedPayment.extend({ refund: Refund });

export const refundAtDesk = deskOperation({
  path: "/admin/api/refunds",
  summary: "Refund a payment; above a limit a second person must approve first",
  ability: "refunds:write",
  input: z.strictObject({
    payment: Id,
    amount: z.int().positive().max(maxAmount).optional().describe("Defaults to the full refundable amount"),
    tax_free_amount: RefundedTaxFree.optional(),
    expected_left: MinorUnits.describe("The refundable amount when the form was shown"),
    reason: Why,
    refund_account: z
      .union([z.literal("ask_shopper"), z.strictObject(refundAccount)])
      .optional()
      .describe("The bank account to refund a deposit to, or `ask_shopper`"),
    for_approval: z
      .boolean()
      .optional()
      .describe(
        "True to have a second person approve it first. Support needs this for refunds above its own limits",
      ),
  }),
  reply: refunded,
  mayBeUnknown: true,
  problems: [...refundRefusals, "not_found", "refund_account_required", "refund_outdated", "not_configured"],
});

const decision = { reply: refunded, problems: ["not_found", "refund_own", "outdated"] as const };

export const approveAtDesk = deskOperation({
  ...decision,
  path: "/admin/api/refunds/approve",
  summary: "Approve another person's refund, which is then sent to the gateway",
  ability: "refunds:approve",
  input: z.strictObject({ refund: Id }),
  mayBeUnknown: true,
  problems: [
    ...decision.problems,
    "approver_not_independent",
    "payment_disputed",
    "refund_window_closed",
    "partial_refund_not_possible",
    "refund_declined",
  ],
});

export const rejectAtDesk = deskOperation({
  ...decision,
  path: "/admin/api/refunds/reject",
  summary: "Reject another person's refund; the reserved amount is released",
  ability: "refunds:approve",
  input: z.strictObject({ refund: Id, why: Why }),
});

export const withdrawAtDesk = deskOperation({
  ...decision,
  path: "/admin/api/refunds/withdraw",
  summary: "Withdraw your own refund while it is waiting for approval",
  ability: "refunds:write",
  input: z.strictObject({ refund: Id }),
});

export const captureAtDesk = deskOperation({
  path: "/admin/api/payments/capture",
  summary: "Capture an authorized payment, or a part of it; the rest is released",
  ability: "captures:write",
  input: z.strictObject({ payment: Id, amount: CaptureAmount }),
  reply: Payment,
  mayBeUnknown: true,
  problems: ["not_found", ...captureRefusals],
});

export const acquireAtDesk = deskOperation({
  path: "/admin/api/payments/acquire",
  summary: "Have a paid card payment acquired, if the contract with Toss leaves that to the shop",
  ability: "captures:write",
  input: z.strictObject({ payment: Id }),
  reply: Payment,
  mayBeUnknown: true,
  problems: [
    "not_found",
    "nothing_to_acquire",
    "already_acquired",
    "acquisition_declined",
    "call_busy",
    "idempotency_key_required",
    "idempotency_key_reused",
  ],
});

export const voidAtDesk = deskOperation({
  path: "/admin/api/payments/void",
  summary: "Void an authorized payment that was not captured",
  ability: "refunds:write",
  input: z.strictObject({ payment: Id, reason: Why }),
  reply: RefundedPayment,
  mayBeUnknown: true,
  problems: [
    "not_found",
    "payment_not_open",
    "call_busy",
    "idempotency_key_required",
    "idempotency_key_reused",
  ],
});
