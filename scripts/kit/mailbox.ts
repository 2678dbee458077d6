import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import PostalMime, { type Email } from "postal-mime";

export type Kept = { file: string; at: Date; email: Email };

/** The letters that a shop without a mail server stored as files, newest first. */
export async function readMailbox(folder: string, limit = 50): Promise<Kept[]> {
  const files = filesIn(folder)
    .map((file) => ({ file, at: statSync(join(folder, file)).mtime }))
    .sort((one, other) => other.at.getTime() - one.at.getTime())
    .slice(0, limit);
  return Promise.all(
    files.map(async ({ file, at }) => ({
      file,
      at,
      email: await PostalMime.parse(readFileSync(join(folder, file))),
    })),
  );
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".eml"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
