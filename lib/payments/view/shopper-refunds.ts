import type { Refund } from "@/db/schema";

/** Refunds that ended before anybody asked a gateway for them: their shopper was told of none. */
const neverTold: ReadonlySet<string | null> = new Set(["not_approved", "withdrawn"]);

/**
 * Refunds as their shopper may see them, oldest first: not those that wait for a second person, and of those that came to
 * nothing only what no later refund of the payment has made up for.
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
