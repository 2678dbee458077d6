import { and, eq, type SQL } from "drizzle-orm";
import { settings } from "./schema";
import { statement } from "./statement";
import { db, type Reader, type Tx, transaction } from "./store";

/** The value of a setting, created by `make` if there is none yet: all instances get the same one. */
export async function settingOnce(name: string, make: () => string): Promise<string> {
  // Reads first: only the very first use writes, so that a page never waits for another one's lock.
  return (await settingOf(db, name)) ?? transaction((tx) => writeOnce(tx, name, make()));
}

/** The same inside an open unit of work; `stood` is true if the value existed before. */
export async function settingIn(tx: Tx, name: string, make: () => string) {
  const standing = await settingOf(tx, name);
  if (standing !== undefined) return { value: standing, stood: true };
  return { value: await writeOnce(tx, name, make()), stood: false };
}

/** Replaces a value, if it is still the one that was read. Returns whether it was. */
export const replaceSetting = async (tx: Tx, name: string, read: string, value: string): Promise<boolean> =>
  (
    await tx
      .update(settings)
      .set({ value })
      .where(and(eq(settings.name, name), eq(settings.value, read)))
      .returning({ name: settings.name })
  ).length > 0;

async function writeOnce(tx: Tx, name: string, value: string) {
  await tx.insert(settings).values({ name, value }).onConflictDoNothing();
  const kept = await settingOf(tx, name);
  if (kept === undefined) throw new Error(`The setting ${name} was not written.`);
  return kept;
}

/** Writes a value, replacing any existing one. */
export const writeSetting = (tx: Tx, name: string, value: string) =>
  tx.insert(settings).values({ name, value }).onConflictDoUpdate({ target: settings.name, set: { value } });

export const settingOf = async (reader: Reader, name: string): Promise<string | undefined> =>
  (await settingsNamed(reader, name))[0]?.value;

const settingsNamed = statement((reader: Reader, name: SQL<string>) =>
  reader.select().from(settings).where(eq(settings.name, name)),
);
