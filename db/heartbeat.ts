import { isUnwritable } from "./overload";
import { writeSetting } from "./settings";
import { transaction } from "./store";
import { codeOf } from "./unit";
import { noteWritable, unwritableBecause } from "./unwritable";

/** More than any purchase writes, in characters. */
const roomOfAPurchase = 256 * 1024;

/**
 * Writes one row and commits it, which takes the write lock and the disk as a purchase does. After a write was refused,
 * it writes as much as a purchase, since a full disk may still have room for one row. Throws the database's error.
 */
export async function beat(at: Date): Promise<void> {
  const room = unwritableBecause() === undefined ? "" : " ".repeat(roomOfAPurchase);
  await transaction((tx) => writeSetting(tx, "heartbeat", at.toISOString() + room));
  noteWritable();
}

/** The database is not writable, in words for the operator. */
export class Unwritable extends Error {
  override readonly name = "Unwritable";
  constructor(code: string) {
    super(
      `The database cannot be written (${code}): its disk is full or broken, or it is read-only. ` +
        "docs/runbook.md#books_unwritable says what to do.",
    );
    this.name = "Unwritable";
  }
}

/** Runs the database work of a start. Throws Unwritable if the database is not writable. */
export async function needsWrites<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isUnwritable(error) ? new Unwritable(codeOf(error)) : error;
  }
}
