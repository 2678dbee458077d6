import { z } from "zod";

export const cashReceiptTypes = ["소득공제", "지출증빙", "미발행"] as const;

export type CashReceiptChoice = {
  type: (typeof cashReceiptTypes)[number];
  /** The phone or business number it is issued to. */
  registrationNumber: string | null;
};

export const CashReceiptWish = z.strictObject({
  type: z.enum(cashReceiptTypes),
  registrationNumber: z.string().min(1).max(30).nullish(),
});

export function chooseCashReceipt(
  wish: z.output<typeof CashReceiptWish> | null | undefined,
): CashReceiptChoice | null {
  return wish ? { type: wish.type, registrationNumber: wish.registrationNumber ?? null } : null;
}
