import type { Message } from "../message";

/** Takes letters to where they go. Throws NotTaken for what may go better another time. */
export type Carrier = { carry(message: Message, id: string): Promise<void> };

/** A letter was not taken. Why, in the server's codes: its words may hold addresses, and are left out. */
export class NotTaken extends Error {
  constructor(readonly why: string) {
    super(`A letter was not taken: ${why}`);
    this.name = "NotTaken";
  }
}
