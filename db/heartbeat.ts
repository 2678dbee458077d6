import { isUnwritable } from "./overload";
import { writeSetting } from "./settings";
import { transaction } from "./store";
import { codeOf } from "./unit";
import { noteWritable, unwritableBecause } from "./unwritable";

/** More than any purchase writes, in characters. */
const roomOfAPurchase = 256 * 1024;

/**
 * Writes one row and commits it: that takes the lock for writing and the disk, as a purchase does. Once a write was refused,
 * it writes as much as a purchase, since a full disk may still have room for one row. Throws what the database says.
 */
export async function beat(at: Date): Promise<void> {
  const room = unwritableBecause() === undefined ? "" : " ".repeat(roomOfAPurchase);
  await transaction((tx) => writeSetting(tx, "heartbeat", at.toISOString() + room));
  noteWritable();
}

/** The database takes no writes, in words for the operator. */
export class Unwritable extends Error {
  constructor(code: string) {
    super(
      `The database cannot be written (${code}): its disk is full or broken, or it is read-only. ` +
        "docs/runbook.md#books_unwritable says what to do.",
    );
    this.name = "Unwritable";
  }
}

/** Runs what a start does with the database. Throws Unwritable where it takes no writes. */
export async function needsWrites<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isUnwritable(error) ? new Unwritable(codeOf(error)) : error;
  }
}
