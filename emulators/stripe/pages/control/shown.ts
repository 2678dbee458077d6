import type { Board } from "../../../kit/panel/board";
import type { BalanceTransaction } from "../../entities/balance-transaction";
import type { Charge } from "../../entities/charge";
import type { Dispute } from "../../entities/dispute";
import type { Intent } from "../../entities/intent";
import type { MethodDetails } from "../../entities/payment-method";
import type { Refund } from "../../entities/refund";
import type { Session } from "../../entities/session";

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

export type Shown = Board & {
  sessions: Session[];
  payments: Payment[];
};
