import { addedUpTo, addToDays } from "@/db/desk/figures";
import { db, transaction } from "@/db/store";
import { endOfTurn } from "../clock";

/** How many transfers are added up per transaction: on SQLite a few milliseconds, in which nobody is answered. */
const atOnce = 1_000;

/**
 * Adds transfers that have got their place in the chain to the sums of their days, so that the desk's figures do not
 * read every transfer. Any number of instances may run it; each transfer is added once.
 */
export async function addUpDays(): Promise<void> {
  for (;;) {
    const known = await addedUpTo(db);
    if (!known || known.upTo >= known.last) return;
    const upTo = Math.min(known.last, known.upTo + atOnce);
    await transaction((tx) => addToDays(tx, known.upTo, upTo));
    await endOfTurn();
  }
}
