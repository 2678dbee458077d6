import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, inject, test } from "vitest";
import { copyTemplate, makeTemplate, query, removeCopies, type Template } from "@/scripts/kit/test-databases";
import { argumentsFor } from "@/scripts/kit/test-programs";

import { migrate } from "./migrate";

const { engine } = inject("template");
let empty: Template | undefined;

/** A separate process that has loaded everything and waits for `go` to migrate. */
async function anInstance(url: string) {
  const program = `
    const { migrate } = await import("./db/migrate.ts");
    process.stdin.once("data", async () => {
      await migrate();
      process.exit(0);
    });
    process.stdout.write("ready");`;
  const child = spawn(process.execPath, argumentsFor(program), {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit").then(([code]) => Number(code));
  await once(child.stdout, "data");
  return {
    go: () => {
      child.stdin.write("go");
      return ended;
    },
  };
}

const journal = engine === "sqlite" ? "__drizzle_migrations" : "drizzle.__drizzle_migrations";

afterEach(async () => {
  if (empty) await removeCopies(empty);
  empty = undefined;
});

test("three instances that start together migrate a new database once, and all of them start", async () => {
  empty = await makeTemplate(engine, []);
  const url = await copyTemplate(empty);
  const instances = await Promise.all([anInstance(url), anInstance(url), anInstance(url)]);
  expect(await Promise.all(instances.map((instance) => instance.go()))).toEqual([0, 0, 0]);
  const migrations = await query(url, `SELECT hash FROM ${journal}`);
  expect(migrations.length).toBeGreaterThan(0);
  expect(new Set(migrations.map(({ hash }) => hash)).size).toBe(migrations.length);
  expect(await query(url, "SELECT * FROM orders")).toEqual([]);
});

test("a database that is up to date is left unchanged", async () => {
  const url = process.env.DATABASE_URL ?? "";
  const before = await query(url, `SELECT * FROM ${journal}`);
  await migrate();
  expect(await query(url, `SELECT * FROM ${journal}`)).toEqual(before);
});
