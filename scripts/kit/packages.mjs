import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { runNpm } from "./processes.mjs";
import { Failure } from "./say.mjs";

/** The file that records which packages are installed. */
export const stamp = "node_modules/.twotrack-packages";

/** npm's own record of what it installed. Every later `npm install` or `npm prune` writes it again. */
const installed = "node_modules/.package-lock.json";

/** Its content once the packages of package-lock.json are installed, and as long as npm has not changed them since. */
export const stampOf = () =>
  createHash("sha256")
    .update(readFileSync("package-lock.json"))
    .update(existsSync(installed) ? readFileSync(installed) : "")
    // A compiled package is tied to one version of Node, so a new Node also reinstalls.
    .update(`${process.versions.modules} ${process.platform} ${process.arch}`)
    .digest("hex");

/**
 * Installs the packages of package-lock.json, unless exactly these are already there. Calls `inPlace` as soon as their
 * files are there; some are then still to be compiled, which takes a while if no prebuilt binary fits this machine.
 */
export async function ensurePackages(inPlace = () => {}) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Failure(`Node ${process.versions.node} is too old for Twotrack. It needs 20.19 or later.`);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === stampOf()) return "already there";
  // Not `npm ci`, which first removes everything installed: this installs what the lock file says, keeps what is
  // already there, and does not write the lock file.
  const quietly = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  await runNpm(["install", "--include=dev", "--ignore-scripts", ...quietly]);
  inPlace();
  await runNpm(["rebuild", ...packagesWithScripts(), "--loglevel=error"]);
  writeFileSync(stamp, stampOf());
  return "installed";
}

/** The packages whose install scripts we allow. */
function packagesWithScripts() {
  const { allowScripts } = JSON.parse(readFileSync("package.json", "utf8"));
  return Object.keys(allowScripts).filter((name) => allowScripts[name]);
}
