import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const decisions = readdirSync("docs/decisions");

test("every decision has a number of its own, and its title says the same one", () => {
  const numbers = decisions.map((name) => Number(name.slice(0, 4)));
  expect(numbers).toEqual([...new Set(numbers)]);
  for (const name of decisions)
    expect(readFileSync(join("docs/decisions", name), "utf8"), name).toMatch(
      new RegExp(`^# ${Number(name.slice(0, 4))}\\. `),
    );
});

test("every link between documents leads to a file", () => {
  const documents = execFileSync("git", ["ls-files", "*.md"], { encoding: "utf8" }).trim().split("\n");
  const broken = documents.flatMap((document) =>
    [...readFileSync(document, "utf8").matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)]
      .map(([, link]) => join(dirname(document), decodeURI(link)))
      .filter((path) => !existsSync(path))
      .map((path) => `${document}: ${path}`),
  );
  expect(broken).toEqual([]);
});
