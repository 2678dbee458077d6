import { z } from "zod";

export const orderId = z.string().regex(/^[A-Za-z0-9_-]{6,64}$/);
export const orderName = z.string().min(1).max(100);
const amount = z.number().positive();

/** Whether the number is one is for the bank to say. */
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
  refundableAmount: z.number().nonnegative().nullish(),
  taxFreeAmount: z.number().nonnegative().nullish(),
  currency: z.enum(["KRW", "USD", "JPY"]).nullish(),
  refundReceiveAccount: refundReceiveAccount.nullish(),
});

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
