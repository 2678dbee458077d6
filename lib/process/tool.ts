import { join } from "node:path";

/**
 * The arguments for Node to run one of the operator's commands, such as `backup`: bundled next to the server in a
 * release, from the sources otherwise.
 */
export const argumentsOf = (command: string): string[] => {
  const release = process.env.TWOTRACK_HOME;
  return release
    ? [join(release, "tools", `${command}.mjs`)]
    : ["--import", "tsx", join("scripts", `${command}.ts`)];
};
