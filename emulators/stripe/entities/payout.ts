/** All of Stripe's; the last one does not happen here. */
export const payoutStatuses = ["pending", "in_transit", "paid", "failed", "canceled"] as const;

/** Money on its way from the account's balance to the shop's bank. */
export type Payout = {
  id: string;
  status: (typeof payoutStatuses)[number];
  amount: number;
  currency: string;
  balanceTransaction: string;
  /** Whether the balance transactions it pays out can be listed. */
  reconciled: boolean;
  createdAt: number;
  /** The midnight (UTC) at which the bank has it. */
  arrivalAt: number;
  /** When its status changes next. */
  dueAt: number | null;
};
