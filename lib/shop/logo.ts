import { createHash } from "node:crypto";
import { settingOf } from "@/db/settings";
import { db } from "@/db/store";
import { logoSetting, readStored } from "./shop";

/** A logo's ID: it changes with its content. */
export const logoIdOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** The logo with this ID, if it is the shop's current one. */
export async function logoWith(id: string): Promise<{ bytes: Buffer; type: string } | undefined> {
  const { logo } = await readStored(db);
  if (logo?.id !== id) return undefined;
  const kept = await settingOf(db, logoSetting);
  const bytes = Buffer.from(kept ?? "", "base64");
  // Browsers keep what is served here: never another picture that somebody saved between these two reads.
  return logoIdOf(bytes) === id ? { bytes, type: logo.type } : undefined;
}
