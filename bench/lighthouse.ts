import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type PageName, type Phone, pageNames, withPhone } from "./phone";

export type Score = { page: PageName; scores: Record<string, number>; faults: string[] };

/** Lighthouse needs a newer Node than this project: npx brings both, and neither becomes a dependency. */
const command = ["-y", "-p", "node@24", "-p", "lighthouse@13", "lighthouse"];

export const categories = ["performance", "accessibility", "best-practices", "seo"] as const;

/** Lighthouse's scores of each page on a phone, from 0 to 100; undefined if Lighthouse cannot be had. */
export async function scorePages(): Promise<Score[] | undefined> {
  try {
    await run([...command, "--version"]);
  } catch (error) {
    console.log(`  Lighthouse cannot be had here: ${String(error).split("\n")[0]}`);
    return undefined;
  }
  return withPhone(async (phone) => {
    const scores: Score[] = [];
    for (const page of pageNames) {
      scores.push(await score(phone, page));
      console.log(`  ${JSON.stringify(scores.at(-1))}`);
    }
    return scores;
  });
}

const run = (args: string[]) => promisify(execFile)("npx", args, { timeout: 180_000, maxBuffer: 2 ** 26 });

async function score({ context, debugPort, urls }: Phone, name: PageName): Promise<Score> {
  // Lighthouse must leave the cart where it is, and so leaves the cache, too.
  const page = await context.newPage();
  await (await context.newCDPSession(page)).send("Network.clearBrowserCache");
  await page.close();
  const folder = mkdtempSync(join(tmpdir(), "twotrack-lighthouse-"));
  const path = join(folder, "result.json");
  try {
    await run([
      ...command,
      urls[name],
      `--port=${debugPort}`,
      "--disable-storage-reset",
      "--output=json",
      `--output-path=${path}`,
      `--only-categories=${categories.join()}`,
      "--quiet",
    ]);
    return { page: name, ...readResult(JSON.parse(readFileSync(path, "utf8"))) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Result = {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; title: string; displayValue?: string }>;
};

/** The scores, and every audit that cost a point. */
function readResult({ categories: found, audits }: Result): Pick<Score, "scores" | "faults"> {
  const scores = Object.fromEntries(
    categories.map((name) => [name, Math.round(100 * (found[name]?.score ?? 0))]),
  );
  const weighed = Object.values(found).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0),
  );
  const faults = weighed.flatMap(({ id }) => {
    const audit = audits[id];
    if (!audit || audit.score === null || audit.score >= 0.9) return [];
    return [[audit.title, audit.displayValue].filter(Boolean).join(": ")];
  });
  return { scores, faults };
}
