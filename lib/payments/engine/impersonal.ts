import type { PaymentDetail } from "@/db/schema";

/**
 * The payment details without personal data: removes card and account numbers, the holder's name, and links to gateway
 * pages that show them. Keeps the bank or card company.
 */
export function impersonal(detail: PaymentDetail): PaymentDetail {
  const { card, virtualAccount, receiptUrl: _, instructionsUrl: __, cashReceipts, ...rest } = detail;
  return {
    ...rest,
    ...(cashReceipts && { cashReceipts: cashReceipts.map((receipt) => ({ ...receipt, url: null })) }),
    ...(card && { card: { ...card, number: "" } }),
    ...(virtualAccount && { virtualAccount: { ...virtualAccount, accountNumber: "", holderName: "" } }),
  };
}
