import { availableParallelism } from "node:os";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import type { Engine } from "./scripts/kit/test-databases";
import { kindsOfTests } from "./scripts/vitest/files.ts";
import { limits } from "./scripts/vitest/limits.ts";

// The same tests once per engine, each file on a database of its own. `npm test` starts a PostgreSQL server for
// them and says where in TEST_DATABASE_URL; without it, `npx vitest` runs them on SQLite.
const engines: Engine[] = process.env.TEST_DATABASE_URL ? ["sqlite", "postgresql"] : ["sqlite"];

/** Under `npm test` plain files share their processes. Whoever calls `npx vitest` finds every file in `sqlite`. */
const shares = Boolean(process.env.TEST_TIER);
const { plain, withoutDatabase, slow } = kindsOfTests();
const never = ["node_modules/**", ".next/**", ...(process.env.TEST_TIER === "quick" ? slow : [])];
const common = { pool: "forks" as const, ...limits() };

const once: TestProjectConfiguration = {
  extends: true,
  test: { ...common, name: "plain", isolate: false, include: plain, setupFiles: "scripts/vitest/plain.ts" },
};

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    maxWorkers: Math.max(2, availableParallelism()),
    tags: [
      { name: "deep", description: "Of what is many, the rest: for `npm test -- deep` alone." },
      { name: "slow", description: "Left out by `npm test -- quick`." },
    ],
    projects: [
      ...(shares ? [once] : []),
      ...engines.map((engine) => ({
        extends: true as const,
        test: {
          ...common,
          name: engine,
          isolate: true,
          include: ["**/*.test.{ts,tsx,mjs}"],
          // What reaches no database runs once.
          exclude: [
            ...never,
            ...(shares || engine === "postgresql" ? plain : []),
            ...(engine === "postgresql" ? withoutDatabase : []),
          ],
          globalSetup: "scripts/vitest/template.ts",
          setupFiles: "scripts/vitest/database.ts",
        },
      })),
    ],
  },
});
