import type { Budget } from "@/db/store";
import { env } from "../settings/env";
import { sign } from "../signing/secret";
import { giveBack, maySpend, spend } from "./budget";

/** Emails per recipient about unpaid orders: anybody can order in anybody's name. */
const perHour = 5;

/** Scaled like the limits per address: at an event, many orders may use one email address. */
const unpaidLetters = (): Budget => ({
  name: "unpaid-letters",
  points: Math.max(1, Math.ceil(perHour * env().rateLimitFactor)),
  seconds: 3_600,
  returns: true,
});

/** Emails that staff send a recipient again: whoever misuses an account at the desk fills nobody's mailbox. */
const sentAgain: Budget = { name: "letters-again", points: 5, seconds: 15 * 60, returns: true };

/**
 * Sends an email again. Throws `too_many_requests` once staff have sent this recipient five emails again within 15 minutes.
 * One that is not sent does not count.
 */
export async function sendAgainAtMost(recipient: string, sending: () => Promise<void>): Promise<void> {
  const key = await keyOf(recipient);
  await spend(sentAgain, key);
  try {
    await sending();
  } catch (error) {
    await giveBack(sentAgain, key);
    throw error;
  }
}

const keyOf = async (recipient: string) => (await sign(`recipient ${mailboxOf(recipient)}`)).slice(0, 22);

/**
 * One key for all addresses of a mailbox: many services ignore anything after a plus, dots, quotes and case. It is rare
 * that two people share a key, and costs them only an email about an unpaid order.
 */
function mailboxOf(recipient: string): string {
  const address = recipient.trim().toLowerCase();
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(0, at)).replace(/^"(.*)"$/, "$1");
  return local.replace(/\+.*$/, "").replaceAll(".", "") + address.slice(Math.max(0, at));
}

/**
 * Sends an email about an unpaid order, unless its recipient got five within the hour. Returns true if it was sent. A
 * failed send does not count.
 */
export async function writeAtMost(recipient: string, sending: () => Promise<void>): Promise<boolean> {
  if (env().rateLimitFactor === 0) {
    await sending();
    return true;
  }
  const key = await keyOf(recipient);
  if (!(await maySpend(() => spend(unpaidLetters(), key)))) return false;
  try {
    await sending();
    return true;
  } catch (error) {
    await giveBack(unpaidLetters(), key);
    throw error;
  }
}
