import type { Refund } from "@/db/schema";

/** Refunds that ended before they were sent to a gateway. The shopper was never told about them. */
const neverTold: ReadonlySet<string | null> = new Set(["not_approved", "withdrawn"]);

/**
 * Refunds as their shopper may see them, oldest first. Leaves out those that await approval, and failed ones that a
 * later refund of the payment replaced.
 */
export const refundsForShopper = (refunds: Refund[]): Refund[] => {
  const told = refunds.filter(
    ({ state, failureCode }) => state !== "waiting_for_approval" && !neverTold.has(failureCode),
  );
  return told.filter(
    (refund, at) =>
      refund.state !== "failed" ||
      !told.slice(at + 1).some(({ paymentId }) => paymentId === refund.paymentId),
  );
};
