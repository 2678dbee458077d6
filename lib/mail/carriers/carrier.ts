import type { Message } from "../message";

/** Delivers letters. Throws NotTaken for what may succeed later. */
export type Carrier = {
  /** `id` names this letter among all others, as its Message-ID does. */
  carry(message: Message, id: string): Promise<void>;
  /** Checks whether letters would be accepted, without sending one. Throws NotTaken. */
  verify(): Promise<void>;
};

/** A letter was not accepted. `why` has only the server's codes: its text may contain addresses and is left out. */
export class NotTaken extends Error {
  constructor(readonly why: string) {
    super(`A letter was not taken: ${why}`);
    this.name = "NotTaken";
  }

  /** True if no letter can go out, whoever it is for: the server cannot be reached, or refuses the shop itself. */
  get isServers() {
    return /^(EAUTH|ESOCKET|ECONNECTION|ETIMEDOUT|EDNS|ETLS|EPROTOCOL|folder)\b/.test(this.why);
  }
}
