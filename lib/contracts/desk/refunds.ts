import { z } from "zod";
import { maxAmount } from "../../money";
import { MinorUnits, typed } from "../orders";
import { refundAccount } from "../refund-account";
import { Refund } from "../refunds";
import { deskOperation, Id } from "./operation";

const Why = typed(150).describe("Why, for the shop's own books");
const refund = z.object({ refund: Refund });

export const refundAtDesk = deskOperation({
  path: "/admin/api/refunds",
  summary: "Give money of a payment back; above a limit a second person must agree first",
  ability: "refunds:write",
  input: z.strictObject({
    payment: Id,
    amount: z.int().positive().max(maxAmount).optional().describe("All that is left when absent"),
    expected_left: MinorUnits.describe("What was left when the form was shown"),
    reason: Why,
    account: z
      .union([z.literal("ask_shopper"), z.strictObject(refundAccount)])
      .optional()
      .describe("Where a deposit goes back to, or that its shopper is asked"),
  }),
  reply: refund,
  mayBeUnknown: true,
  problems: [
    "not_found",
    "payment_held",
    "order_not_paid",
    "payment_disputed",
    "refund_account_required",
    "refund_outdated",
    "refund_over_limit",
    "refund_over_daily_limit",
    "refund_exceeds_balance",
    "not_configured",
    "idempotency_key_required",
    "idempotency_key_reused",
  ],
});

const decision = { reply: refund, problems: ["not_found", "refund_own", "outdated"] as const };

export const approveAtDesk = deskOperation({
  ...decision,
  path: "/admin/api/refunds/approve",
  summary: "Agree to somebody else's refund, which is then asked for",
  ability: "refunds:approve",
  input: z.strictObject({ refund: Id }),
  mayBeUnknown: true,
  problems: [...decision.problems, "approver_not_independent", "payment_disputed"],
});

export const rejectAtDesk = deskOperation({
  ...decision,
  path: "/admin/api/refunds/reject",
  summary: "Refuse somebody else's refund: its money is free again",
  ability: "refunds:approve",
  input: z.strictObject({ refund: Id, why: Why }),
});

export const withdrawAtDesk = deskOperation({
  ...decision,
  path: "/admin/api/refunds/withdraw",
  summary: "Take one's own refund back while nobody has decided",
  ability: "refunds:write",
  input: z.strictObject({ refund: Id }),
});

export const voidAtDesk = deskOperation({
  path: "/admin/api/payments/void",
  summary: "Call off a payment that a bank holds and nobody captured",
  ability: "refunds:write",
  input: z.strictObject({ payment: Id, reason: Why }),
  reply: z.object({ status: z.string() }),
  mayBeUnknown: true,
  problems: ["not_found", "payment_not_open", "idempotency_key_required", "idempotency_key_reused"],
});
