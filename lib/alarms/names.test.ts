import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { needReasons } from "@/db/schema";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";
import { alarmNames } from "../contracts/alarm-names";

const runbook = readFileSync("docs/runbook.md", "utf8");
const sections = [...runbook.matchAll(/^## (\w+)\n([\s\S]*?)(?=^## |(?![\s\S]))/gm)];

test("each alarm has a section in the runbook, with its meaning and what to do, and there is no other section", () => {
  expect(sections.map(([, name]) => name).toSorted()).toEqual([...alarmNames].toSorted());
  for (const [, , text] of sections) {
    expect(text).toContain("**Means.**");
    expect(text).toContain("**Do.**");
  }
});

test("each alarm has a title in both languages", () => {
  for (const { alarms } of [ko, en])
    expect(Object.keys(alarms.names).toSorted()).toEqual([...alarmNames].toSorted());
});

test("each reason that needs a person has an entry in its section", () => {
  const text = sections.find(([, name]) => name === "person_needed")?.[2] ?? "";
  expect(needReasons.filter((reason) => !text.includes(`\`${reason}\``))).toEqual([]);
});

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });

test("every alarm that is raised has a name, and each name is raised somewhere", () => {
  const files = ["app", "components", "db", "lib", "scripts"]
    .flatMap(sources)
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
  const unnamed = files.filter(({ text }) => /^(?! \*|\s*\/\/).*\balarm: true\b/m.test(text));
  expect(unnamed.map(({ path }) => path)).toEqual(["lib/alarms/raise.ts"]);
  const all = files
    .filter(({ path }) => path !== "lib/contracts/alarm-names.ts")
    .map(({ text }) => text)
    .join("\n");
  expect(alarmNames.filter((name) => !all.includes(`"${name}"`))).toEqual([]);
});
