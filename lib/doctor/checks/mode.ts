import { env } from "../../settings/env";
import { type Check, pass, warn } from "../finding";

/** Whether real money moves. */
export const mode: Check = {
  name: "mode",
  run: async () => {
    const { demo, live } = env();
    if (demo) return warn("demo");
    return live ? pass("live_keys") : warn("test_keys");
  },
};
