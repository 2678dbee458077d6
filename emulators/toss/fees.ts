import type { Choice } from "./methods/choices";
import { fees, interestPerMillionAMonth } from "./rules";

export const feeTypes = ["BASE", "INSTALLMENT_DISCOUNT", "INSTALLMENT", "POINT_SAVING", "ETC"] as const;

/** One part of a row's fee in won, VAT included; negative if it is given back. */
export type Fee = {
  type: (typeof feeTypes)[number];
  fee: number;
};

/**
 * What the gateway takes for a payment of this amount. `freeMonths` is how many months of interest the shop pays instead
 * of the buyer.
 */
export function feesFor(method: Choice["method"], amount: number, freeMonths = 0): Fee[] {
  const usual = fees[method].parts.map(({ type, perMillion, flat }) => ({
    type,
    fee: Math.round((amount * perMillion) / 1_000_000) + flat,
  }));
  if (freeMonths === 0) return usual;
  const fee = Math.round((amount * freeMonths * interestPerMillionAMonth) / 1_000_000);
  return [...usual, { type: "INSTALLMENT", fee }];
}

/** The part of a row's fee that is interest of installments. */
export const interestIn = (parts: readonly Fee[]): number =>
  parts.reduce((sum, { type, fee }) => (type === "INSTALLMENT" ? sum + fee : sum), 0);

/**
 * What the gateway gives back when the part of a payment that is left falls from `before` to `after`, of `total`, all in
 * won. Refunding a payment in several parts gives back exactly what was taken.
 */
export function feesGivenBack(
  method: Choice["method"],
  taken: readonly Fee[],
  { before, after, total }: { before: number; after: number; total: number },
): Fee[] {
  const kept = (fee: number, left: number) => Math.round((fee * left) / total);
  return taken.map(({ type, fee }) => ({
    type,
    fee: fees[method].givenBack ? kept(fee, after) - kept(fee, before) : 0,
  }));
}

/** The sum of a row's fees, and its supply value and VAT. Source: docs.tosspayments.com/common/apis/settlements */
export function feeTotals(parts: readonly Fee[]): { fee: number; supplyAmount: number; vat: number } {
  const fee = parts.reduce((sum, part) => sum + part.fee, 0);
  const supplyAmount = Math.sign(fee) * Math.round(Math.abs(fee) / 1.1);
  return { fee, supplyAmount: supplyAmount || 0, vat: fee - supplyAmount };
}
