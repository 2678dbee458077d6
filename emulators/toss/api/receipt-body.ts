import { z } from "zod";
import { type ErrorCode, type Refusal, refuse } from "../errors";
import type { NewReceipt } from "../verbs/receipts";
import { amount, amountOrNone, orderId, orderName } from "./bodies";

const Body = z.strictObject({
  amount,
  orderId,
  orderName,
  type: z.enum(["소득공제", "지출증빙"]),
  customerIdentityNumber: z.string().regex(/^\d{10,30}$/),
  taxFreeAmount: amountOrNone.nullish(),
});

const codes: Record<string, ErrorCode> = {
  amount: "BELOW_ZERO_AMOUNT",
  orderId: "INVALID_ORDER_ID",
  orderName: "INVALID_ORDER_NAME",
  type: "INVALID_CASH_RECEIPT_INFO",
  customerIdentityNumber: "INVALID_CASH_RECEIPT_INFO",
};

/** Parses a request for a cash receipt; the first error decides the refusal. */
export function readReceiptBody(body: unknown): NewReceipt | Refusal {
  const parsed = Body.safeParse(body);
  if (parsed.success) return { ...parsed.data, taxFreeAmount: parsed.data.taxFreeAmount ?? 0 };
  const field = String(parsed.error.issues[0]?.path[0] ?? "");
  const isMissing = typeof body === "object" && body !== null && field !== "" && !(field in body);
  if (isMissing) return refuse(field === "amount" ? "REQUIRED_AMOUNT" : "INVALID_REQUIRED_PARAM");
  return refuse(codes[field] ?? "INVALID_REQUEST");
}
