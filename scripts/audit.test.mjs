import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { judge } from "./audit.mjs";

const fault = (severity, more = {}) => ({
  name: "left-pad",
  severity,
  range: "<1.3.1",
  fixAvailable: true,
  via: [{ title: "Pads to the wrong side", url: "https://github.com/advisories/GHSA-1" }],
  ...more,
});

test("a release without known vulnerabilities passes", () => {
  expect(judge({ vulnerabilities: {} })).toEqual({
    passes: true,
    lines: ["No package of a release has a known vulnerability."],
  });
});

test.each([
  ["critical", 7, false],
  ["high", 30, false],
  ["moderate", 90, true],
  ["low", 90, true],
  ["future", 7, false],
])("a %s vulnerability must be fixed within %i days, as SECURITY.md says", (severity, days, passes) => {
  const judged = judge({ vulnerabilities: { "left-pad": fault(severity) } });
  expect(judged.passes).toBe(passes);
  expect(judged.lines).toEqual([
    `${severity}: left-pad <1.3.1, a fixed version exists, within ${days} days: Pads to the wrong side (https://github.com/advisories/GHSA-1)`,
  ]);
  expect(readFileSync("SECURITY.md", "utf8")).toContain(`${days} days`);
});

test("a package that is vulnerable through another one names it, and whether there is a fix", () => {
  const { lines } = judge({
    vulnerabilities: { pad: fault("high", { name: "pad", via: ["left-pad"], fixAvailable: false }) },
  });
  expect(lines).toEqual(["high: pad <1.3.1, no fixed version yet, within 30 days: by left-pad"]);
});

test.each([
  ["nothing", undefined],
  ["a refusal", { error: { code: "ENOAUDIT", summary: "405 Method Not Allowed" } }],
  ["something else", { message: "405 Method Not Allowed" }],
])("a registry that answers %s never passes a release", (_, report) => {
  const { passes, lines } = judge(report);
  expect(passes).toBe(false);
  expect(lines.join(" ")).toContain("npm run sbom");
});
