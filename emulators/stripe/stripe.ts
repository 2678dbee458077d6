import type { Alarm, RewindableClock } from "../kit/clock";
import type { Parts } from "../kit/emulator";
import type { Collection, Setting } from "../kit/memory";
import type { Wrongs } from "../kit/wrongs";
import type { BalanceTransaction } from "./entities/balance-transaction";
import type { Charge } from "./entities/charge";
import type { Dispute } from "./entities/dispute";
import type { Endpoint } from "./entities/endpoint";
import type { Event } from "./entities/event";
import type { Intent } from "./entities/intent";
import type { PaymentMethod } from "./entities/payment-method";
import type { Payout } from "./entities/payout";
import type { Refund } from "./entities/refund";
import type { Session } from "./entities/session";
import type { Outbox } from "./news/outbox";
import type { SendingOrder } from "./news/sending-order";
import type { WrongKind } from "./wrongs";

/** The emulated gateway: what every gateway has, and what it remembers. */
export type Stripe = Parts & {
  clock: RewindableClock;
  sessions: Collection<Session>;
  intents: Collection<Intent>;
  charges: Collection<Charge>;
  refunds: Collection<Refund>;
  disputes: Collection<Dispute>;
  paymentMethods: Collection<PaymentMethod>;
  balanceTransactions: Collection<BalanceTransaction>;
  payouts: Collection<Payout>;
  wrongs: Wrongs<WrongKind>;
  events: Collection<Event>;
  endpoints: Collection<Endpoint>;
  /** The news of the running act, published when it ends. */
  outbox: Outbox;
  sendingOrder: Setting<SendingOrder>;
  /** Rings when something is due: a session expires, a hold is released, money arrives. */
  due: Alarm;
};
