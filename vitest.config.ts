import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import type { Engine } from "./scripts/kit/test-databases";
import { limits } from "./scripts/vitest/limits";

// The same tests once per engine, each file on a database of its own. `npm test` starts a PostgreSQL server for
// them and says where in TEST_DATABASE_URL; without it, `npx vitest` runs them on SQLite.
const engines: Engine[] = process.env.TEST_DATABASE_URL ? ["sqlite", "postgresql"] : ["sqlite"];

/** Programs and tools that know no database of ours run once. */
const withoutDatabase = ["emulators/**", "scripts/**"];

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    maxWorkers: Math.max(2, availableParallelism()),
    tags: [
      { name: "deep", description: "Of what is many, the rest: for `npm test -- deep` alone." },
      { name: "slow", description: "Left out by `npm test -- quick`." },
    ],
    projects: engines.map((engine) => ({
      extends: true as const,
      test: {
        name: engine,
        pool: "forks" as const,
        isolate: true,
        include: ["**/*.test.{ts,tsx,mjs}"],
        exclude: ["node_modules/**", ".next/**", ...(engine === "sqlite" ? [] : withoutDatabase)],
        globalSetup: "scripts/vitest/template.ts",
        setupFiles: "scripts/vitest/database.ts",
        ...limits(),
      },
    })),
  },
});
