import { readFileSync } from "node:fs";

/** The folder of the production build that stories are told of. */
export const currentBuild = () => `.builds/${readFileSync(".builds/current", "utf8")}`;
