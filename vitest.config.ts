import { availableParallelism } from "node:os";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import type { Engine } from "./scripts/kit/test-databases";
import { kindsOfTests } from "./scripts/vitest/files.ts";
import { limits } from "./scripts/vitest/limits.ts";

// The same tests once per engine, each file with a separate database. `npm test` starts a PostgreSQL server for them
// and passes its address in TEST_DATABASE_URL; without it, `npx vitest` runs them on SQLite.
const engines: Engine[] = process.env.TEST_DATABASE_URL ? ["sqlite", "postgresql"] : ["sqlite"];

/**
 * Under `npm test` files share processes. With `npx vitest` every file is in the project `sqlite` and runs isolated.
 */
const shares = Boolean(process.env.TEST_TIER);
const { plain, withoutDatabase, alone, slow } = kindsOfTests();
const never = [
  "node_modules/**",
  ".next/**",
  ".builds/**",
  ...(process.env.TEST_TIER === "quick" ? slow : []),
];
const common = { pool: "forks" as const, ...limits() };

const once: TestProjectConfiguration = {
  extends: true,
  test: { ...common, name: "plain", isolate: false, include: plain, setupFiles: "scripts/vitest/plain.ts" },
};

const onEngine = (name: string, isolate: boolean, chosen: { include: string[]; exclude: string[] }) => ({
  extends: true as const,
  test: {
    ...common,
    name,
    isolate,
    include: chosen.include,
    exclude: [...never, ...chosen.exclude],
    globalSetup: "scripts/vitest/template.ts",
    setupFiles: "scripts/vitest/database.ts",
  },
});

const every = ["**/*.test.{ts,tsx,mjs}"];

/** Files that use no database run once, and files that need a separate process get one. */
function projectsOf(engine: Engine): TestProjectConfiguration[] {
  const elsewhere = [
    ...(shares || engine === "postgresql" ? plain : []),
    ...(engine === "postgresql" ? withoutDatabase : []),
  ];
  if (!shares) return [onEngine(engine, true, { include: every, exclude: elsewhere })];
  return [
    onEngine(`${engine} alone`, true, { include: alone, exclude: elsewhere }),
    onEngine(engine, false, { include: every, exclude: [...elsewhere, ...alone] }),
  ];
}

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    // More workers than processors: each one waits now and then, for its database or for a browser.
    maxWorkers: availableParallelism() * 2,
    tags: [
      { name: "deep", description: "Of what is many, the rest: for `npm test -- deep` alone." },
      { name: "slow", description: "Left out by `npm test -- quick`." },
    ],
    projects: [...(shares ? [once] : []), ...engines.flatMap(projectsOf)],
  },
});
