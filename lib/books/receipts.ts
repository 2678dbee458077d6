import type { Call, Payment } from "@/db/schema";
import { minutes } from "../clock";
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
  const receipt = apart.findLast(({ kind, state }) => kind === "issued" && state !== "failed");
  return receipt && { receipt, canceled: sumOf(cancellationsOf(receipts, receipt.key)) };
}

/** The cancellations of one receipt. An order has one at a time, so each cancellation is of the one before it. */
function cancellationsOf(receipts: Receipts, receiptKey: string): ReportedCashReceipt[] {
  const apart = apartAmong(receipts);
  const later = apart.slice(apart.findIndex(({ key }) => key === receiptKey) + 1);
  const next = later.findIndex(({ kind }) => kind === "issued");
  return later.slice(0, next < 0 ? undefined : next);
}

const sumOf = (receipts: ReportedCashReceipt[]) => receipts.reduce((sum, { amount }) => sum + amount, 0);

/**
 * Whether any cash receipt of a payment stands, issued with it or apart: neither refused nor canceled in full. What the
 * tax office refused to cancel stands.
 */
export function hasReceipt(receipts: Receipts): boolean {
  const apart = standingReceipt(receipts)?.receipt;
  const canceled = apart
    ? cancellationsOf(receipts, apart.key).filter(({ state }) => state !== "failed")
    : [];
  if (apart && apart.amount > sumOf(canceled)) return true;
  const own = (receipts ?? []).filter((receipt) => !receipt.apart && receipt.state !== "failed");
  return own.reduce((left, { kind, amount }) => left + (kind === "issued" ? amount : -amount), 0) > 0;
}

export const isAboutReceipt = ({ kind }: Pick<Call, "kind">) =>
  kind === "receipt" || kind === "receipt_cancel";

type Asked = Pick<Call, "sent" | "askedAt" | "silentAt" | "unknownWhy">;

/**
 * How a call about a receipt ended, as far as these receipts show; undefined while that is open. `moot`: a part was
 * canceled elsewhere, or the tax office refused the receipt, so that the cancellation is for the wrong amount. A request
 * that may still arrive is waited for: a second one for another amount would cancel too much.
 */
export function endOfReceiptCall(call: Asked, receipts: Receipts, at: Date): "done" | "moot" | undefined {
  if (isCarriedOut(call, receipts)) return "done";
  return isOutdatedCancel(call, receipts) && !mayArrive(call, at) ? "moot" : undefined;
}

/** When a call was first sent. A call that staff sent again counts from the first silence. */
export const firstAsked = ({ askedAt, silentAt }: Pick<Call, "askedAt" | "silentAt">) =>
  silentAt && silentAt < askedAt ? silentAt : askedAt;

/** By how much the clocks of the gateway and the shop may differ, in milliseconds. */
const skewMs = minutes(5);

function isCarriedOut(call: Asked, receipts: Receipts): boolean {
  const { sent } = call;
  if (sent.kind === "receipt") {
    const since = firstAsked(call).getTime() - skewMs;
    return apartAmong(receipts).some(
      ({ kind, key, requestedAt }) =>
        kind === "issued" && !sent.known.includes(key) && Date.parse(requestedAt ?? "") >= since,
    );
  }
  return sent.kind === "receipt_cancel" && newCancellations(sent, receipts).includes(sent.amount);
}

/** The amounts that were canceled of the receipt since the call was written. */
function newCancellations(
  { receiptKey, canceledBefore }: { receiptKey: string; canceledBefore: number },
  receipts: Receipts,
): number[] {
  const amounts = cancellationsOf(receipts, receiptKey).map(({ amount }) => amount);
  let known = 0;
  for (let left = canceledBefore; left > 0 && known < amounts.length; known += 1) left -= amounts[known] ?? 0;
  return amounts.slice(known);
}

/** Whether a cancellation is for an amount that is not the right one any more. */
export function isOutdatedCancel({ sent }: Pick<Call, "sent">, receipts: Receipts): boolean {
  if (sent.kind !== "receipt_cancel") return false;
  const standing = standingReceipt(receipts);
  return standing?.receipt.key !== sent.receiptKey || standing.canceled !== sent.canceledBefore;
}

/** After how long a request that nobody answered was lost, in milliseconds. */
export const receiptLostAfterMs = minutes(45);

const mayArrive = ({ askedAt, silentAt, unknownWhy }: Asked, at: Date) =>
  (silentAt !== null || unknownWhy !== "rejected") && at.getTime() - askedAt.getTime() < receiptLostAfterMs;

/** What must still be canceled of a payment's receipt, in won; undefined if it says no more than is left. */
export function excessOf({ captured, refunded, detail }: Pick<Payment, "captured" | "refunded" | "detail">) {
  const standing = standingReceipt(detail.cashReceipts);
  if (!standing) return undefined;
  const { receipt, canceled } = standing;
  const amount = receipt.amount - canceled - Math.max(0, captured - refunded);
  return amount > 0 ? { receiptKey: receipt.key, amount, canceledBefore: canceled } : undefined;
}

/** Whether a call cancels exactly this. */
export const isForExcess = (
  { sent }: Pick<Call, "sent">,
  { receiptKey, amount, canceledBefore }: NonNullable<ReturnType<typeof excessOf>>,
) =>
  sent.kind === "receipt_cancel" &&
  sent.receiptKey === receiptKey &&
  sent.amount === amount &&
  sent.canceledBefore === canceledBefore;
