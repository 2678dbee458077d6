import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { lettersToErased } from "@/db/erase";
import { db } from "@/db/store";
import { env } from "../settings/env";

/** A letter that was sent again has a number after its ID. */
const fileName = /^(mail_\w+)(?:\.\d+)?\.eml(\.part)?$/;
/** How many letters one database query covers. */
const batch = 500;

/** Deletes the files of letters to shoppers who were erased. Returns how many there were. */
export async function eraseLetters(folder = env().mail.folder): Promise<number> {
  const files = await readdir(folder).catch(() => []);
  const kept = files.flatMap((name) => {
    const id = fileName.exec(name)?.[1];
    return id === undefined ? [] : [{ id, name }];
  });
  let count = 0;
  for (let from = 0; from < kept.length; from += batch) {
    const some = kept.slice(from, from + batch);
    const erased = new Set(
      await lettersToErased(
        db,
        some.map(({ id }) => id),
      ),
    );
    for (const { id, name } of some)
      if (erased.has(id)) {
        await rm(join(folder, name), { force: true });
        count++;
      }
  }
  // `npm run mail` recreates the page that lists all letters.
  if (count > 0) await rm(join(folder, "index.html"), { force: true });
  return count;
}
