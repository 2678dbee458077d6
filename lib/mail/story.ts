import type { Mail } from "@/db/schema";
import { now } from "../clock";
import { type Facts, factsOf } from "../outbox/facts";
import { orderLink } from "../signing/order-link";

/** What a letter is about, and where its reader finds the order. */
export type Story = Facts & {
  /** Shows the order in any browser the letter is opened in. */
  link: string;
};

/** Reads a letter's data when it is sent, so that it never says something outdated. */
export async function storyOf(mail: Mail): Promise<Story> {
  const facts = await factsOf(mail);
  // Letters are forwarded: only a letter that asks the shopper to act lets its reader act.
  const link = await orderLink(facts.order, mail.kind === "refund_account" ? "act" : "read", now());
  return { ...facts, link };
}
