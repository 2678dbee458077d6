import { z } from "zod";
import { receiptFields, takesNumber, wrongNumber } from "../cash-receipts";
import { Payment } from "../payments";
import { deskOperation, Id } from "./operation";

export const receiptAtDesk = deskOperation({
  path: "/admin/api/payments/receipt",
  summary: "Issue a cash receipt for what is left of a transfer or deposit",
  ability: "orders:write",
  input: z.strictObject({ payment: Id, ...receiptFields }).refine(takesNumber, wrongNumber),
  reply: Payment,
  mayBeUnknown: true,
  problems: [
    "not_found",
    "cash_receipt_not_possible",
    "cash_receipt_exists",
    "cash_receipt_declined",
    "call_busy",
    "idempotency_key_required",
    "idempotency_key_reused",
  ],
});
