import { patient } from "../../testing/load.ts";

/** How long a test, what surrounds it, and what it waits for may take at this moment. */
export const limits = () => ({
  testTimeout: patient(60_000),
  hookTimeout: patient(60_000),
  expect: { poll: { timeout: patient(15_000) } },
});
