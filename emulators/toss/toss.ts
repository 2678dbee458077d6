import type { Alarm, Clock } from "../kit/clock";
import type { Post } from "../kit/delivery";
import type { Door } from "../kit/door";
import type { Collection } from "../kit/memory";
import type { Payment } from "./payment";
import type { Transaction } from "./transaction";

/** Everything the emulated gateway has: its door, its memory, its time and its post. */
export interface Toss {
  door: Door;
  clock: Clock;
  payments: Collection<Payment>;
  transactions: Collection<Transaction>;
  post: Post;
  /** Rings when a payment's session is over. */
  sessions: Alarm;
  /** The address it answers at, for links in payments. */
  origin(): string;
  /** Where browsers find it, where that is not where it listens. */
  publicUrl: string | undefined;
}
