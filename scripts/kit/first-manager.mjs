/**
 * Creates the first manager of a shop without staff, with a one-time password, if there is a terminal to show it on.
 * `prepare` runs a step of prepare.ts. Output that is kept, as by systemd or a container, can be read by others, so no manager is created there.
 */
export async function firstManager(prepare, out = process.stdout) {
  if (!out.isTTY) return undefined;
  return (await prepare("manager")) ?? undefined;
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
