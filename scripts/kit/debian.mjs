import { existsSync } from "node:fs";
import { run } from "./processes.mjs";

/** Whether we are root on Debian or a derivative, where packages can be installed without a prompt. */
export const canInstall = () => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

export async function installFromDebian(...packages) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "--quiet"], { env });
  await run("apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", ...packages], { env });
}
