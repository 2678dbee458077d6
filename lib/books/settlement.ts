import type { NewTransfer } from "@/db/books";
import type { Account, SettlementRead, Transfer } from "@/db/schema";
import type { SettlementKind } from "@/lib/contracts/settlements";

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

/** The payment that a row is about; null for what concerns the shop's account at the gateway. */
export type Source = { id: Transfer["paymentId"] } & Pick<Transfer, "orderId" | "live" | "keyPair">;

/** The shop's account at a gateway, which has no order and no payment. */
export const accountSource = ({ live, keyPair }: Pick<SettlementRead, "live" | "keyPair">): Source => ({
  id: null,
  orderId: null,
  live,
  keyPair,
});

/** What the gateway keeps: its fee, and the VAT on it. */
export const keptTransfers = (source: Source, { fee, vat, ...row }: Settled): NewTransfer[] => [
  ...moved(source, row, "settlement_fee", "fees", "receivable", fee),
  ...moved(source, row, "settlement_vat", "vat", "receivable", vat),
];

/** What the gateway paid out to the shop's bank account. */
export const payoutTransfers = (
  source: Source,
  { net, ...row }: Omit<Settled, "fee" | "vat"> & { net: number },
): NewTransfer[] => moved(source, row, "payout", "bank", "receivable", net);

/** The gateway owes the same money in the currency of its payouts instead of the one the shopper paid in. */
export const conversionTransfers = (
  source: Source,
  from: { amount: number; currency: string },
  { amount, ...row }: Omit<Settled, "fee" | "vat"> & { amount: number },
): NewTransfer[] => [
  ...moved(
    source,
    { ...row, currency: from.currency },
    "conversion_out",
    "exchange",
    "receivable",
    from.amount,
  ),
  ...moved(source, row, "conversion_in", "receivable", "exchange", amount),
];

/** What a gateway takes or gives for the account as a whole: a fee, an adjustment, or a payout that came back. */
export function accountTransfers(
  source: Source,
  kind: SettlementKind,
  { amount, ...row }: Omit<Settled, "fee" | "vat"> & { amount: number },
): NewTransfer[] {
  switch (kind) {
    case "fee":
      return moved(source, row, "account_fee", "fees", "receivable", -amount);
    case "payout_failed":
      return moved(source, row, "payout_failed", "receivable", "bank", amount);
    case "other":
      return moved(source, row, "adjustment", "receivable", "adjustments", amount);
    default:
      return [];
  }
}

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
