import type { Message } from "../message";

/** Takes letters to where they go. Throws NotTaken for what may go better another time. */
export type Carrier = {
  carry(message: Message, id: string): Promise<void>;
  /** Finds out whether letters would be taken, without sending one. Throws NotTaken. */
  verify(): Promise<void>;
};

/** A letter was not taken. Why, in the server's codes: its words may hold addresses, and are left out. */
export class NotTaken extends Error {
  constructor(readonly why: string) {
    super(`A letter was not taken: ${why}`);
    this.name = "NotTaken";
  }

  /** True where no letter can go out, whomever it is to: the server is not reached, or refuses the shop itself. */
  get isServers() {
    return /^(EAUTH|ESOCKET|ECONNECTION|ETIMEDOUT|EDNS|ETLS|EPROTOCOL|folder)\b/.test(this.why);
  }
}
