import { createHash } from "node:crypto";
import { settingOf } from "@/db/settings";
import { db } from "@/db/store";
import { type Logo, logoSetting, readStored } from "./shop";

/** A logo's ID: it changes with its content. */
export const logoIdOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

type File = { bytes: Buffer; type: string };

/** The logo with this ID, if it is the shop's current one. */
export const logoWith = (id: string): Promise<File | undefined> => fileOf((logo) => logo.id === id);

/** The shop's logo, if it has one. */
export const currentLogo = (): Promise<File | undefined> => fileOf(() => true);

async function fileOf(isWanted: (logo: Logo) => boolean): Promise<File | undefined> {
  const { logo } = await readStored(db);
  if (!logo || !isWanted(logo)) return undefined;
  const kept = await settingOf(db, logoSetting);
  const bytes = Buffer.from(kept ?? "", "base64");
  // Browsers keep what is served here: never another picture that somebody saved between these two reads.
  return logoIdOf(bytes) === logo.id ? { bytes, type: logo.type } : undefined;
}
