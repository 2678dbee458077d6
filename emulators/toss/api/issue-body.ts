import { z } from "zod";
import { type ErrorCode, type Refusal, refuse } from "../errors";
import { phoneNumber } from "../methods/wishes";
import type { Order } from "../verbs/open";
import { amount, amountOrNone, numeric, orderId, orderName } from "./bodies";

const Body = z.strictObject({
  amount,
  orderId,
  orderName,
  customerName: z.string().min(1).max(100),
  bank: z.string().min(1),
  validHours: numeric.nullish(),
  dueDate: z.string().nullish(),
  customerEmail: z.email().max(100).nullish(),
  customerMobilePhone: phoneNumber.nullish(),
  taxFreeAmount: amountOrNone.nullish(),
  useEscrow: z.literal(false).nullish(),
  cashReceipt: z
    .strictObject({
      type: z.enum(["소득공제", "지출증빙", "미발행"]),
      registrationNumber: z.string().min(1).max(30).nullish(),
    })
    .nullish(),
});

const codes: Record<string, ErrorCode> = {
  amount: "BELOW_ZERO_AMOUNT",
  orderId: "INVALID_ORDER_ID",
  orderName: "INVALID_ORDER_NAME",
  bank: "INVALID_BANK",
  customerEmail: "INVALID_EMAIL",
  cashReceipt: "INVALID_CASH_RECEIPT_INFO",
};

/** Parses a request for a virtual account; the first error decides the refusal. */
export function readIssueBody(body: unknown): Order | Refusal {
  const parsed = Body.safeParse(body);
  if (!parsed.success) return refuse(codeOf(parsed.error, body));
  const { amount, orderId, orderName, customerName, bank, validHours, dueDate, cashReceipt } = parsed.data;
  const taxFreeAmount = parsed.data.taxFreeAmount ?? 0;
  if (taxFreeAmount > amount) return refuse("INVALID_REQUEST");
  return {
    orderId,
    orderName,
    amount,
    currency: "KRW",
    taxFreeAmount,
    metadata: null,
    wish: { method: "VIRTUAL_ACCOUNT", bank, customerName, validHours, dueDate, cashReceipt },
  };
}

function codeOf({ issues }: z.ZodError, body: unknown): ErrorCode {
  const field = String(issues[0]?.path[0] ?? "");
  const isMissing = typeof body === "object" && body !== null && field !== "" && !(field in body);
  if (isMissing) return field === "amount" ? "REQUIRED_AMOUNT" : "INVALID_REQUIRED_PARAM";
  return codes[field] ?? "INVALID_REQUEST";
}
