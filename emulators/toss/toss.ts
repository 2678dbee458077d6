import type { Alarm } from "../kit/clock";
import type { Parts } from "../kit/emulator";
import type { Collection, Setting } from "../kit/memory";
import type { Wrongs } from "../kit/wrongs";
import type { Contract } from "./contract";
import type { Payment } from "./payment";
import type { Receipt } from "./receipt";
import type { Settlement } from "./settlement";
import type { Transaction } from "./transaction";
import type { WrongKind } from "./wrongs";

/** The emulated gateway: what every gateway has, and what it remembers. */
export type Toss = Parts & {
  payments: Collection<Payment>;
  transactions: Collection<Transaction>;
  settlements: Collection<Settlement>;
  /** Cash receipts issued apart from payments, and their cancellations. */
  receipts: Collection<Receipt>;
  /** By merchant id; a merchant without one has the usual contract. */
  contracts: Setting<Record<string, Contract>>;
  wrongs: Wrongs<WrongKind>;
  /** Rings when a payment's session ends. */
  sessions: Alarm;
};
