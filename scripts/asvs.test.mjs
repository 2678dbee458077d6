import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const text = readFileSync("docs/asvs.md", "utf8");
const rows = text
  .split("\n")
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, id, level, verdict, why, proof]) => ({ id, level, verdict, why, files: namesIn(proof) }));

function namesIn(cell) {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path);
}

/** The number of level 1 and 2 requirements in each chapter of ASVS 5.0.0. */
const chapters = {
  1: 27,
  2: 11,
  3: 19,
  4: 10,
  5: 9,
  6: 35,
  7: 18,
  8: 7,
  9: 7,
  11: 14,
  12: 9,
  13: 13,
  14: 9,
  15: 13,
  16: 16,
};

test("every ASVS requirement has one row, which says whether it is met", () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const [chapter, count] of Object.entries(chapters))
    expect(
      rows.filter(({ id }) => id.startsWith(`${chapter}.`)),
      `chapter ${chapter}`,
    ).toHaveLength(count);
  expect(rows).toHaveLength(Object.values(chapters).reduce((sum, count) => sum + count));
  for (const { id, verdict, why, files } of rows) {
    expect(["met", "does not apply", "not met yet"], id).toContain(verdict);
    expect(why, id).not.toBe("");
    if (verdict === "met") expect(files, id).not.toEqual([]);
  }
  const sums = ["met", "does not apply", "not met yet"].map((word) =>
    rows.filter(({ verdict }) => verdict === word),
  );
  expect(text).toContain(
    `${sums[0].length} are met, ${sums[1].length} do not apply, ${sums[2].length} are not met yet.`,
  );
});

test("every file that a security document names exists", () => {
  const named = ["docs/security.md", "SECURITY.md"]
    .flatMap((path) => namesIn(readFileSync(path, "utf8")))
    .filter((path) => /^[\w./-]+\/[\w.-]+\.(ts|tsx|mjs|md|json)$/.test(path));
  const missing = [...rows.flatMap(({ files }) => files), ...named].filter((path) => !existsSync(path));
  expect(missing).toEqual([]);
});
