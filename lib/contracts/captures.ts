import { z } from "zod";
import { maxAmount } from "../money";
import { operation } from "./operation";
import { OrderNumber } from "./orders";
import { Payment } from "./payments";

export const CaptureAmount = z
  .int()
  .positive()
  .max(maxAmount)
  .optional()
  .describe("In the currency's minor unit. Defaults to the full authorized amount; the rest is released");

/** Why a payment is not captured, whoever requests it. */
export const captureRefusals = [
  "nothing_to_capture",
  "already_captured",
  "capture_exceeds_authorized",
  "capture_declined",
  "call_busy",
  "idempotency_key_required",
  "idempotency_key_reused",
] as const;

export const capturePayment = operation({
  method: "POST",
  path: "/payments/capture",
  summary: "Capture the authorized payment of an order, once; what is not captured is released",
  caller: "captures:write",
  input: z.strictObject({ order_number: OrderNumber, amount: CaptureAmount }),
  reply: Payment,
  status: 200,
  mayBeUnknown: true,
  problems: [...captureRefusals, "unauthorized", "forbidden", "order_not_found", "too_many_requests"],
});
