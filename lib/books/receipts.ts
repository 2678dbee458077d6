import type { Call, Payment } from "@/db/schema";
import type { ReportedCashReceipt } from "../contracts/cash-receipts";

// Cash receipts that the shop issues apart from a payment. The gateway does not report them with the payment, and does not
// cancel them with refunds. Pure rules about those that are recorded.

type Receipts = ReportedCashReceipt[] | undefined;

/** The receipts that were issued apart, and their cancellations. */
export const apartAmong = (receipts: Receipts) => (receipts ?? []).filter(({ apart }) => apart);

/** The keys of the receipts that were issued apart, without their cancellations. */
export const keysApart = (receipts: Receipts) =>
  apartAmong(receipts)
    .filter(({ kind }) => kind === "issued")
    .map(({ key }) => key);

/**
 * The receipt issued apart that stands, and what was canceled of it, in won; undefined if the tax office refused it or
 * none was issued. A cancellation counts in any state: one that the tax office refuses is not sent again.
 */
export function standingReceipt(receipts: Receipts) {
  const apart = apartAmong(receipts);
  const at = apart.findLastIndex(({ kind, state }) => kind === "issued" && state !== "failed");
  const receipt = apart[at];
  return receipt && { receipt, canceled: canceledSince(apart, at) };
}

/** What was canceled of one receipt, in won. An order has one at a time, so each cancellation is of the one before it. */
export function canceledOf(receipts: Receipts, receiptKey: string): number {
  const apart = apartAmong(receipts);
  return canceledSince(
    apart,
    apart.findIndex(({ key }) => key === receiptKey),
  );
}

function canceledSince(apart: ReportedCashReceipt[], at: number): number {
  const later = apart.slice(at + 1);
  const next = later.findIndex(({ kind }) => kind === "issued");
  return later
    .slice(0, next < 0 ? undefined : next)
    .reduce((sum, { kind, amount }) => (kind === "canceled" ? sum + amount : sum), 0);
}

/** Whether any cash receipt of a payment stands, issued with it or apart: neither refused nor canceled in full. */
export function hasReceipt(receipts: Receipts): boolean {
  const apart = standingReceipt(receipts);
  if (apart && apart.receipt.amount > apart.canceled) return true;
  const own = (receipts ?? []).filter((receipt) => !receipt.apart && receipt.state !== "failed");
  return own.reduce((left, { kind, amount }) => left + (kind === "issued" ? amount : -amount), 0) > 0;
}

export const isAboutReceipt = ({ kind }: Pick<Call, "kind">) =>
  kind === "receipt" || kind === "receipt_cancel";

/** Whether a call about a receipt was carried out, as far as these receipts show. */
export function isCarriedOut({ sent }: Pick<Call, "sent">, receipts: Receipts): boolean {
  if (sent.kind === "receipt") return keysApart(receipts).some((key) => !sent.known.includes(key));
  return (
    sent.kind === "receipt_cancel" &&
    canceledOf(receipts, sent.receiptKey) >= sent.canceledBefore + sent.amount
  );
}

/** Whether a part of a receipt was canceled elsewhere, or the tax office refused it, so that a cancellation is outdated. */
export function isOutdated({ sent }: Pick<Call, "sent">, receipts: Receipts): boolean {
  if (sent.kind !== "receipt_cancel") return false;
  const standing = standingReceipt(receipts);
  return standing?.receipt.key !== sent.receiptKey || standing.canceled !== sent.canceledBefore;
}

/** What must still be canceled of a payment's receipt, in won; undefined if it says no more than is left. */
export function excessOf({ captured, refunded, detail }: Pick<Payment, "captured" | "refunded" | "detail">) {
  const standing = standingReceipt(detail.cashReceipts);
  if (!standing) return undefined;
  const { receipt, canceled } = standing;
  const amount = receipt.amount - canceled - Math.max(0, captured - refunded);
  return amount > 0 ? { receiptKey: receipt.key, amount, canceledBefore: canceled } : undefined;
}
