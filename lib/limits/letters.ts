import type { Budget } from "@/db/store";
import { Problem } from "../problem";
import { sign } from "../secret";
import { giveBack, spend } from "./budget";

/** Letters to one recipient about orders that nobody has paid: anybody can order in anybody's name. */
const unpaidLetters: Budget = { name: "unpaid-letters", points: 5, seconds: 3_600, returns: true };

/**
 * Sends a letter about an unpaid order, unless its recipient was sent five within the hour. True when it went out. What a
 * carrier did not take does not count.
 */
export async function writeAtMost(recipient: string, sending: () => Promise<void>): Promise<boolean> {
  const key = (await sign(`recipient ${recipient.trim().toLowerCase()}`)).slice(0, 22);
  try {
    await spend(unpaidLetters, key);
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
  try {
    await sending();
    return true;
  } catch (error) {
    await giveBack(unpaidLetters, key);
    throw error;
  }
}
