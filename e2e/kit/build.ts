import { readFileSync } from "node:fs";

/** The folder of the production build under test. */
export const currentBuild = () => `.builds/${readFileSync(".builds/current", "utf8")}`;
