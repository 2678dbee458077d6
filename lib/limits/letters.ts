import type { Budget } from "@/db/store";
import { env } from "../settings/env";
import { sign } from "../signing/secret";
import { giveBack, maySpend, spend } from "./budget";

/** Letters to one recipient about orders that nobody has paid: anybody can order in anybody's name. */
const perHour = 5;

/** As many more as an address may ask more than usual: in a hall many may give one address. */
const unpaidLetters = (): Budget => ({
  name: "unpaid-letters",
  points: Math.max(1, Math.ceil(perHour * env().rateLimitFactor)),
  seconds: 3_600,
  returns: true,
});

/**
 * One name for all addresses that lead to the same mailbox: many services take whatever follows a plus, dots, quotes and
 * capitals as they come. That two people share one is rare, and costs them a letter about an order that nobody paid.
 */
function mailboxOf(recipient: string): string {
  const address = recipient.trim().toLowerCase();
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(0, at)).replace(/^"(.*)"$/, "$1");
  return local.replace(/\+.*$/, "").replaceAll(".", "") + address.slice(Math.max(0, at));
}

/**
 * Sends a letter about an unpaid order, unless its recipient was sent five within the hour. True when it went out. What a
 * carrier did not take does not count.
 */
export async function writeAtMost(recipient: string, sending: () => Promise<void>): Promise<boolean> {
  if (env().rateLimitFactor === 0) {
    await sending();
    return true;
  }
  const key = (await sign(`recipient ${mailboxOf(recipient)}`)).slice(0, 22);
  if (!(await maySpend(() => spend(unpaidLetters(), key)))) return false;
  try {
    await sending();
    return true;
  } catch (error) {
    await giveBack(unpaidLetters(), key);
    throw error;
  }
}
