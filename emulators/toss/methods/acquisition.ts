import { businessDaysAfter, nextMidnight, seoulDay, startOf } from "../calendar";
import type { Payment } from "../payment";
import type { Choice } from "./choices";

export type AcquireStatus = "READY" | "REQUESTED" | "COMPLETED" | "CANCEL_REQUESTED" | "CANCELED";

/** Whether a card pays, alone or in a wallet: only these payments are acquired at a card company. */
export function isByCard(choice: Choice | null): boolean {
  return choice?.method === "CARD" || (choice?.method === "EASY_PAY" && choice.company !== null);
}

/** Whether the shop still has to acquire the payment before it is settled. */
export function isHeldBack({ choice, acquiredByShop }: Payment): boolean {
  return isByCard(choice) && acquiredByShop !== undefined && acquiredByShop.askedAt === null;
}

/**
 * How far the acquisition of a card payment is. The gateway asks the card company at the midnight after the approval,
 * and the card company answers on its next business day. Source:
 * docs.tosspayments.com/resources/glossary/manual-settlement
 */
export function acquireStatus(payment: Payment, now: number): AcquireStatus {
  const askedAt = acquisitionAsked(payment);
  const canceledAt = payment.status === "CANCELED" ? (payment.cancels.at(-1)?.at ?? null) : null;
  if (askedAt === null || now < askedAt || (canceledAt !== null && canceledAt < askedAt)) return "READY";
  if (canceledAt !== null) return now < answered(canceledAt) ? "CANCEL_REQUESTED" : "CANCELED";
  return now < answered(askedAt) ? "REQUESTED" : "COMPLETED";
}

function acquisitionAsked({ approvedAt, acquiredByShop }: Payment): number | null {
  if (acquiredByShop) return acquiredByShop.askedAt;
  return approvedAt === null ? null : nextMidnight(approvedAt);
}

function answered(askedAt: number): number {
  return startOf(businessDaysAfter(seoulDay(askedAt), 1));
}
