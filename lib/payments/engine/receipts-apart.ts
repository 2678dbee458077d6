import { lastCallOf, standingCallsOf, writeCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import type { Payment } from "@/db/schema";
import type { Tx } from "@/db/store";
import { apartAmong, excessOf, hasReceipt, isAboutReceipt, isForExcess } from "../../books/receipts";
import type { ReportedCashReceipt } from "../../contracts/cash-receipts";
import type { Snapshot } from "../../gateways/gateway";
import { dayAfter, seoulDate } from "../../seoul";
import { newCall } from "./new-call";

/** A snapshot whose receipts include those issued apart: what is recorded, and what the gateway says of it now. */
export function withReceiptsApart({ detail }: Pick<Payment, "detail">, snapshot: Snapshot): Snapshot {
  const known = apartAmong(detail.cashReceipts);
  const told = snapshot.receiptsApart ?? [];
  if (known.length + told.length === 0) return snapshot;
  const apart = new Map([...known, ...told].map((receipt) => [receipt.key, receipt]));
  const cashReceipts = [...(snapshot.detail.cashReceipts ?? []), ...[...apart.values()].toSorted(byTime)];
  return { ...snapshot, detail: { ...snapshot.detail, cashReceipts } };
}

/** Oldest first; of two of the same second, the one that was recorded or listed first. */
const byTime = (a: ReportedCashReceipt, b: ReportedCashReceipt) =>
  (a.requestedAt ?? "").localeCompare(b.requestedAt ?? "");

/**
 * The days in Seoul whose lists may tell something about the receipts issued apart: those on which one in progress was
 * requested, yesterday and today, and every day since `since`, when a request about one was first sent. Empty if there is
 * no such receipt, or it was canceled in full, and no such request.
 */
export function receiptDays({ detail }: Pick<Payment, "detail">, at: Date, since?: Date): string[] {
  const apart = apartAmong(detail.cashReceipts);
  if (isOver(apart) && !since) return [];
  const today = seoulDate(at);
  const yesterday = seoulDate(new Date(at.getTime() - dayMs));
  const open = apart.flatMap(({ state, requestedAt }) =>
    state === "in_progress" && requestedAt ? [seoulDate(new Date(requestedAt))] : [],
  );
  const asked: string[] = [];
  for (let day = since ? seoulDate(since) : today; day < today; day = dayAfter(day)) asked.push(day);
  return [...new Set([...open, ...asked, yesterday, today])].toSorted();
}

/** Whether nothing is left of the receipts, and the tax office has answered about all of them. */
const isOver = (apart: ReportedCashReceipt[]) =>
  apart.every(({ state }) => state !== "in_progress") && !hasReceipt(apart);

const dayMs = 86_400_000;

/**
 * Writes the call that cancels what a payment's receipt says above what is left, for reconcile to send. One at a time, and
 * none that the gateway has refused. Reads nothing for a payment without such a receipt. The caller holds the order's lock.
 */
export async function keepReceiptInStep(tx: Tx, payment: Payment, at: Date) {
  const excess = excessOf(payment);
  if (!excess || (await standingCallsOf(tx, payment.id)).some(isAboutReceipt)) return;
  const last = await lastCallOf(tx, payment.id, "receipt_cancel");
  if (last?.state === "declined" && isForExcess(last, excess)) return;
  const sent = {
    kind: "receipt_cancel" as const,
    paymentKey: payment.gatewayPaymentKey ?? "",
    orderId: payment.gatewayOrderId,
    ...excess,
  };
  const { amount } = excess;
  const n = (last?.n ?? 0) + 1;
  await writeCall(tx, { ...newCall(payment, sent, { n, askedAt: at, nextAt: at }), amount });
  const about = { orderId: payment.orderId, paymentId: payment.id };
  await recordEvents(tx, [{ ...about, kind: "receipt_cancel_asked", detail: { amount }, at }]);
}
