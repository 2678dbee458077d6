import { runNode } from "./processes.mjs";

/**
 * Creates the first manager of a shop without staff, with a one-time password, if there is a terminal to show it on.
 * Output that is kept, as by systemd or a container, can be read by others, so no manager is created there.
 */
export async function firstManager(out = process.stdout, run = runNode) {
  if (!out.isTTY) return undefined;
  return JSON.parse(await run(["--import", "tsx", "scripts/staff.ts", "first", "--json"])) ?? undefined;
}

/** What `npm start` prints about the first sign-in at the desk, line by line. */
export function linesOfManager(manager, out = process.stdout) {
  if (manager)
    return [
      `sign in as ${manager.email} with the password ${manager.oneTimePassword}`,
      "It works for one sign-in, where you choose your own. Until then each start makes a new one.",
    ];
  return out.isTTY ? [] : ["while nobody works there, npm run staff -- first makes the first manager"];
}
