import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, expect, inject, test } from "vitest";
import { copyTemplate, makeTemplate, query, removeCopies, type Template } from "@/scripts/kit/test-databases";

const { engine } = inject("template");
let empty: Template | undefined;

const migrateIn = (url: string) =>
  promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/migrate.ts"], {
    env: { ...process.env, DATABASE_URL: url },
  });

const journal = engine === "sqlite" ? "__drizzle_migrations" : "drizzle.__drizzle_migrations";

afterEach(async () => {
  if (empty) await removeCopies(empty);
  empty = undefined;
});

test("three instances that start together migrate a new database once, and all of them start", async () => {
  empty = await makeTemplate(engine, []);
  const url = await copyTemplate(empty);
  await Promise.all([migrateIn(url), migrateIn(url), migrateIn(url)]);
  const [migrations] = await query(
    url,
    `SELECT count(*) AS n, count(DISTINCT hash) AS distinct_n FROM ${journal}`,
  );
  expect(migrations?.n).toBe(migrations?.distinct_n);
  expect(Number(migrations?.n)).toBeGreaterThan(0);
  expect(await query(url, "SELECT * FROM orders")).toEqual([]);
});

test("a database that is up to date, and in use, is left as it is", async () => {
  const url = process.env.DATABASE_URL ?? "";
  const before = await query(url, `SELECT * FROM ${journal}`);
  await migrateIn(url);
  expect(await query(url, `SELECT * FROM ${journal}`)).toEqual(before);
});
