import type { Alarm, Clock } from "../kit/clock";
import type { Post } from "../kit/delivery";
import type { Door } from "../kit/door";
import type { Collection } from "../kit/memory";
import type { Payment } from "./payment";
import type { Transaction } from "./transaction";

/** The parts of the emulated gateway: its door, memory, clock and post. */
export type Toss = {
  door: Door;
  clock: Clock;
  payments: Collection<Payment>;
  transactions: Collection<Transaction>;
  post: Post;
  /** Rings when a payment's session ends. */
  sessions: Alarm;
  /** The address it answers at, for links in payments. */
  origin(): string;
  /** Where browsers reach it, if that differs from where it listens. */
  publicUrl: string | undefined;
};
