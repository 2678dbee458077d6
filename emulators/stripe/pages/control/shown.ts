import type { Board } from "../../../kit/panel/board";
import type { Wrong } from "../../../kit/wrongs";
import type { BalanceTransaction } from "../../entities/balance-transaction";
import type { Charge } from "../../entities/charge";
import type { Dispute } from "../../entities/dispute";
import type { Intent } from "../../entities/intent";
import type { MethodDetails } from "../../entities/payment-method";
import type { Payout } from "../../entities/payout";
import type { Refund } from "../../entities/refund";
import type { Session } from "../../entities/session";
import type { WrongKind } from "../../wrongs";

export type Payment = {
  intent: Intent;
  charge: Charge | null;
  /** The payment method's details; null before the first attempt. */
  details: MethodDetails | null;
  /** Its balance transaction. */
  entry: BalanceTransaction | null;
  refunds: Refund[];
  disputes: Dispute[];
};

/** A balance transaction, the payout that has it, and what is reported wrongly about it now. */
export type ShownRow = {
  row: BalanceTransaction;
  payout: Payout | null;
  wrongs: ToldWrongly;
};

export type ShownPayout = {
  payout: Payout;
  wrongs: ToldWrongly;
};

type ToldWrongly = readonly Wrong<WrongKind>[] | undefined;

export type Shown = Board & {
  balance: ShownRow[];
  payouts: ShownPayout[];
  sessions: Session[];
  payments: Payment[];
};
