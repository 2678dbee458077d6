import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { runNpm } from "./processes.mjs";
import { Failure } from "./say.mjs";

/** The file that says which packages are installed. */
export const stamp = "node_modules/.twotrack-packages";

/** What it says when the packages of package-lock.json are there. */
export const stampOf = () =>
  createHash("sha256")
    .update(readFileSync("package-lock.json"))
    // A compiled package belongs to one version of Node, so a new Node installs afresh too.
    .update(`${process.versions.modules} ${process.platform} ${process.arch}`)
    .digest("hex");

/**
 * Installs the packages of package-lock.json, unless these very ones are there already. `inPlace` is called as soon
 * as their files are: some are still to be compiled then, which takes a while where no binary fits this machine.
 */
export async function ensurePackages(inPlace = () => {}) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Failure(`Node ${process.versions.node} is too old for Twotrack. It needs 20.19 or later.`);
  const wanted = stampOf();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return "already there";
  // Not `npm ci`, which takes all that is installed away first: this installs what the lock says, keeps what is there
  // already, and writes nothing back.
  const quietly = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  await runNpm(["install", "--include=dev", "--ignore-scripts", ...quietly]);
  inPlace();
  await runNpm(["rebuild", ...packagesWithScripts(), "--loglevel=error"]);
  writeFileSync(stamp, wanted);
  return "installed";
}

/** The packages whose own install scripts we let run. */
function packagesWithScripts() {
  const { allowScripts } = JSON.parse(readFileSync("package.json", "utf8"));
  return Object.keys(allowScripts).filter((name) => allowScripts[name]);
}
