import "./kit/usage.mjs";
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";

// `npm run audit`: asks npm's registry about known vulnerabilities in the packages a release contains, and prints the
// deadline for fixing each. Exits with 1 if a release must wait, or if the registry did not answer.

/** Days from learning of a vulnerability until it must be fixed. SECURITY.md has the same numbers. */
const days = { critical: 7, high: 30, moderate: 90, low: 90, info: 90 };

/**
 * Decides from npm's report (`npm audit --json`) whether a release may go out, with a line for each vulnerable package.
 */
export function judge(report) {
  if (!report || typeof report.vulnerabilities !== "object" || report.error)
    return {
      passes: false,
      lines: [
        "The registry did not answer the request for advisories.",
        "Give sbom.cdx.json (npm run sbom) to OSV-Scanner or Dependency-Track instead, or use a registry that answers.",
      ],
    };
  const found = Object.values(report.vulnerabilities);
  const lines = found.map(({ name, severity, range, via, fixAvailable }) => {
    const titles = via.flatMap((cause) =>
      typeof cause === "string" ? [] : [`${cause.title} (${cause.url})`],
    );
    const causes = via.filter((cause) => typeof cause === "string").map((other) => `by ${other}`);
    const fix = fixAvailable ? "a fixed version exists" : "no fixed version yet";
    return `${severity}: ${name} ${range}, ${fix}, within ${days[severity] ?? 7} days: ${[...titles, ...causes].join("; ")}`;
  });
  const waits = found.some(({ severity }) => !["moderate", "low", "info"].includes(severity));
  return {
    passes: !waits,
    lines: lines.length > 0 ? lines : ["No package of a release has a known vulnerability."],
  };
}

/** npm's report; undefined if npm printed none. */
function ask() {
  const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
    encoding: "utf8",
    shell: process.platform === "win32",
    maxBuffer: 64 * 1024 * 1024,
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passes, lines } = judge(ask());
  for (const line of lines) console.log(line);
  process.exitCode = passes ? 0 : 1;
}
