import { existsSync } from "node:fs";
import { run } from "./processes.mjs";

/** True for root on Debian or a child of it, where packages can be installed without asking anybody. */
export const canInstall = () => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

export async function installFromDebian(...packages) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "--quiet"], { env });
  await run("apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", ...packages], { env });
}
