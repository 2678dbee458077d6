import { spawnSync } from "node:child_process";

// The primary of a synchronous pair dies during a rush of 300 purchases: five times, or as often as the argument says.
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "testing/standby.test.ts", "--project=postgresql"],
  { env: { ...process.env, STANDBY_ROUNDS: process.argv[2] ?? "5" }, stdio: "inherit" },
);
process.exitCode = status ?? 1;
