import { eq } from "drizzle-orm";
import { settings } from "./schema";
import { transaction } from "./store";

/** The value of this name, made by `make` if there is none yet: all instances get the same one. */
export const settingOnce = (name: string, make: () => string) =>
  transaction(async (tx) => {
    await tx.insert(settings).values({ name, value: make() }).onConflictDoNothing();
    const [row] = await tx.select().from(settings).where(eq(settings.name, name));
    if (!row) throw new Error(`The setting ${name} was not written.`);
    return row.value;
  });
