import { z } from "zod";
import type { Cancellation } from "../verbs/cancel";

export const orderId = z.string().regex(/^[A-Za-z0-9_-]{6,64}$/);
export const orderName = z.string().min(1).max(100);

/**
 * A number, or its digits in a string: the samples Toss publishes send the value from their page's URL. Source:
 * tosspayments/tosspayments-sample, confirm in every language.
 */
export const numeric = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,15}(\.\d{1,2})?$/)
    .transform(Number),
]);

export const amount = numeric.pipe(z.number().positive());
export const amountOrNone = numeric.pipe(z.number().nonnegative());

/** The bank decides whether the number is valid. */
export const refundReceiveAccount = z.strictObject({
  bank: z.string().min(1),
  accountNumber: z.string().min(1),
  holderName: z.string().min(1).max(60),
});

export const ConfirmBody = z.strictObject({
  paymentKey: z.string().min(1).max(200),
  orderId,
  amount,
});

export const CancelBody = z.strictObject({
  cancelReason: z.string().min(1).max(200),
  cancelAmount: amount.nullish(),
  refundableAmount: amountOrNone.nullish(),
  taxFreeAmount: amountOrNone.nullish(),
  currency: z.enum(["KRW", "USD", "JPY"]).nullish(),
  refundReceiveAccount: refundReceiveAccount.nullish(),
});

export const AcquireBody = z.strictObject({ paymentKey: z.string().min(1).max(200) });

export const CancelReceiptBody = z.strictObject({ amount: amount.nullish() });

/** What a cancel asks for; a null is a field that was not given. */
export function cancellationIn(body: z.output<typeof CancelBody>): Cancellation {
  return {
    reason: body.cancelReason,
    amount: body.cancelAmount ?? undefined,
    refundableAmount: body.refundableAmount ?? undefined,
    taxFreeAmount: body.taxFreeAmount ?? undefined,
    currency: body.currency ?? undefined,
    refundAccount: body.refundReceiveAccount ?? undefined,
  };
}

/** At most five pairs of short strings. */
export const metadata = z
  .record(
    z
      .string()
      .max(40)
      .regex(/^[^[\]]+$/),
    z.string().max(2000),
  )
  .refine((pairs) => Object.keys(pairs).length <= 5);
