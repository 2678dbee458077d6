import { settingOf } from "@/db/settings";
import { db } from "@/db/store";
import { logoSetting, readStored } from "./shop";

/** The logo with this ID, if it is the shop's current one. */
export async function logoWith(id: string): Promise<{ bytes: Buffer; type: string } | undefined> {
  const { logo } = await readStored(db);
  if (logo?.id !== id) return undefined;
  const kept = await settingOf(db, logoSetting);
  return kept ? { bytes: Buffer.from(kept, "base64"), type: logo.type } : undefined;
}
