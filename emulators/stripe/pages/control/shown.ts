import type { Delivery } from "../../../kit/delivery/types";
import type { Fault } from "../../../kit/faults";
import type { View } from "../../../kit/panel/routes";
import type { Language } from "../../../kit/text";
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

export type Shown = View & {
  language: Language;
  now: number;
  sessions: Session[];
  payments: Payment[];
  deliveries: Delivery[];
  targets: string[];
  faults: (Fault & { holding: number })[];
};
