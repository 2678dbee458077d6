import { newId } from "@/lib/clock";
import { type Mail, mails } from "./schema";
import type { Tx } from "./store";

export type NewMail = {
  orderId: string;
  paymentId?: string | undefined;
  kind: Mail["kind"];
  /** What it tells of; the same thing of the same order is told once. */
  cause: string;
  /** When it may be sent: now, unless it is better to wait whether it is still worth telling. */
  sendAt: Date;
  now: Date;
};

/** Writes down a letter to the shopper in the unit of work that makes it true; it is sent afterwards. */
export const queueMail = (tx: Tx, { sendAt, now, ...mail }: NewMail) =>
  tx
    .insert(mails)
    .values({
      id: newId("mail"),
      paymentId: null,
      ...mail,
      state: "new",
      tries: 0,
      createdAt: now,
      nextAt: sendAt,
    })
    .onConflictDoNothing();
