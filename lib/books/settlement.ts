import type { NewTransfer } from "@/db/books";
import type { Account, Payment } from "@/db/schema";

/** What a row of a settlement moves, in minor units of `currency`; negative amounts go back to the gateway. */
export type Settled = {
  /** Without VAT. */
  fee: number;
  vat: number;
  currency: string;
  /** The gateway's ID of the row, and of its version if it changed. */
  transaction: string;
  at: Date;
};

type Source = Pick<Payment, "id" | "orderId" | "live" | "keyPair">;

/** What the gateway keeps: its fee, and the VAT on it. */
export const keptTransfers = (payment: Source, { fee, vat, ...row }: Settled): NewTransfer[] => [
  ...moved(payment, row, "settlement_fee", "fees", "receivable", fee),
  ...moved(payment, row, "settlement_vat", "vat", "receivable", vat),
];

/** What the gateway paid out to the shop's bank account. */
export const payoutTransfers = (
  payment: Source,
  { net, ...row }: Omit<Settled, "fee" | "vat"> & { net: number },
): NewTransfer[] => moved(payment, row, "payout", "bank", "receivable", net);

/** The gateway owes the same money in the currency of its payouts instead of the one the shopper paid in. */
export const conversionTransfers = (
  payment: Source,
  from: { amount: number; currency: string },
  { amount, ...row }: Omit<Settled, "fee" | "vat"> & { amount: number },
): NewTransfer[] => [
  ...moved(
    payment,
    { ...row, currency: from.currency },
    "conversion_out",
    "exchange",
    "receivable",
    from.amount,
  ),
  ...moved(payment, row, "conversion_in", "receivable", "exchange", amount),
];

/** A transfer of a positive amount, the other way around if it is negative; none if it is zero. */
function moved(
  { id, orderId, live, keyPair }: Source,
  { currency, transaction, at }: Omit<Settled, "fee" | "vat">,
  cause: NewTransfer["cause"],
  debit: Account,
  credit: Account,
  amount: number,
): NewTransfer[] {
  if (amount === 0) return [];
  const accounts = amount > 0 ? { debit, credit } : { debit: credit, credit: debit };
  return [
    {
      orderId,
      paymentId: id,
      live,
      keyPair,
      ...accounts,
      amount: Math.abs(amount),
      currency,
      cause,
      transaction,
      at,
    },
  ];
}
