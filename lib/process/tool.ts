import { join } from "node:path";

/**
 * The arguments with which Node runs one of the operator's commands, such as `backup`: in a release they lie beside the
 * server, bundled; from the sources they are read as they are.
 */
export const argumentsOf = (command: string): string[] => {
  const release = process.env.TWOTRACK_HOME;
  return release
    ? [join(release, "tools", `${command}.mjs`)]
    : ["--import", "tsx", join("scripts", `${command}.ts`)];
};
