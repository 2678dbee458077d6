import { patient } from "../../testing/load.ts";

/** The time limits of a test, its hooks and its polls at this moment, in milliseconds. */
export const limits = () => ({
  testTimeout: patient(60_000),
  hookTimeout: patient(60_000),
  expect: { poll: { timeout: patient(15_000) } },
});
