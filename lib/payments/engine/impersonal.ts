import type { PaymentDetail } from "@/db/schema";

/**
 * What a gateway told of a means of payment without what names its owner: numbers, a holder's name, and pages of the
 * gateway's that show them. Which bank or company it was stays.
 */
export function impersonal(detail: PaymentDetail): PaymentDetail {
  const { card, virtualAccount, receiptUrl: _, instructionsUrl: __, ...rest } = detail;
  return {
    ...rest,
    ...(card && { card: { ...card, number: "" } }),
    ...(virtualAccount && { virtualAccount: { ...virtualAccount, accountNumber: "", holderName: "" } }),
  };
}
