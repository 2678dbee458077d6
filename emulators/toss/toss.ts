import type { Alarm } from "../kit/clock";
import type { Parts } from "../kit/emulator";
import type { Collection } from "../kit/memory";
import type { Payment } from "./payment";
import type { Transaction } from "./transaction";

/** The emulated gateway: what every gateway has, and what it remembers. */
export type Toss = Parts & {
  payments: Collection<Payment>;
  transactions: Collection<Transaction>;
  /** Rings when a payment's session ends. */
  sessions: Alarm;
};
