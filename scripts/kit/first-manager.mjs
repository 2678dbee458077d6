import { runNode } from "./processes.mjs";

/**
 * The first manager of a shop that has no staff, with a password for one sign-in, where there is a terminal to show it
 * on. Output that is kept, as by systemd or a container, is read by others too: there none is made.
 */
export async function firstManager(out = process.stdout, run = runNode) {
  if (!out.isTTY) return undefined;
  return JSON.parse(await run(["--import", "tsx", "scripts/staff.ts", "first", "--json"])) ?? undefined;
}

/** What `npm start` says of the desk's first sign-in, line by line. */
export function linesOfManager(manager, out = process.stdout) {
  if (manager)
    return [
      `sign in as ${manager.email} with the password ${manager.oneTimePassword}`,
      "It is for one sign-in: choose your own there. Until then each start makes a new one.",
    ];
  return out.isTTY ? [] : ["while nobody works there, npm run staff -- first makes the first manager"];
}
