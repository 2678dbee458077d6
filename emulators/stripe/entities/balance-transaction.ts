/** One movement of the account's balance, in the settlement currency. */
export type BalanceTransaction = {
  id: string;
  type:
    | "charge"
    | "payment"
    | "refund"
    | "payment_refund"
    | "refund_failure"
    | "adjustment"
    | "stripe_fee"
    | "payout"
    | "payout_failure";
  /** Null if it is for the account as a whole. */
  source: string | null;
  amount: number;
  fee: number;
  currency: string;
  exchangeRate: number | null;
  description: string | null;
  createdAt: number;
  availableAt: number;
  /** When it is to be paid out; null once that was tried. */
  dueAt: number | null;
  /** The payout that has it; empty until then. */
  payout: string;
};
