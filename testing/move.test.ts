// @module-tag slow

import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { clientOf } from "@/db/connection";
import { fingerprinting } from "@/db/move/fingerprint";
import type { ColumnType, Value } from "@/db/move/rendering";
import { copyInto, fingerprintOf } from "@/db/move/target";
import { copyTemplate, makeTemplate, query, removeCopies, type Template } from "@/scripts/kit/test-databases";
import { scriptOf } from "@/scripts/kit/test-programs";

// A shop moves from SQLite to PostgreSQL. This needs both, so it runs with the tests on PostgreSQL.
const onPostgres = inject("template").engine === "postgresql";

type Command = `scripts/${string}.ts`;

const run = (script: Command, env: Record<string, string>, ...args: string[]) =>
  runIn(".", script, env, ...args);

const runIn = (cwd: string, script: Command, env: Record<string, string>, ...args: string[]) =>
  promisify(execFile)(process.execPath, [scriptOf(script), ...args], {
    cwd,
    env: { ...process.env, ...env },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, said: `${stdout}${stderr}` }),
  );

describe.runIf(onPostgres)("a shop with orders and staff", () => {
  let [lite, postgres]: (Template | undefined)[] = [];
  let [file, target] = ["", ""];
  const move = () => run("scripts/move.ts", { DATABASE_URL: file, MOVE_TO: target });

  beforeAll(async () => {
    lite = await makeTemplate("sqlite", [scriptOf("scripts/migrate.ts")]);
    postgres = await makeTemplate("postgresql", []);
    file = await copyTemplate(lite);
    target = await copyTemplate(postgres);
    await run("scripts/seed.ts", { DATABASE_URL: file }, "--orders", "60");
    await run("scripts/staff.ts", { DATABASE_URL: file }, "add", "jun@shop.example", "manager", "Jun");
  });
  afterAll(async () => {
    for (const template of [lite, postgres]) if (template) await removeCopies(template);
  });

  test("does not move while it runs", async () => {
    const shop = new Database(`${file.slice("file:".length)}.running`);
    shop.exec("BEGIN; SELECT 1 FROM sqlite_master");
    const { code, said } = await move();
    shop.close();
    expect(said).toContain("A shop runs on this database");
    expect(code).toBe(1);
  });

  test("moves completely, with its secrets and staff, and reports that both sides are the same", async () => {
    const before = await query(file, "SELECT id, amount, customer_name FROM orders ORDER BY id");
    const secrets = await query(file, "SELECT name, value FROM settings ORDER BY name");
    const { code, said } = await move();
    expect(said).toContain("0 broken");
    expect(code).toBe(0);
    expect(said).toMatch(/orders +60 {3}[0-9a-f]{12}\n/);
    expect(said).toMatch(/test KRW sales +[\d,]+\n/);
    const { password, hostname, port, pathname } = new URL(target);
    for (const part of [password, hostname, port, pathname.slice(1)].filter((text) => text.length > 3))
      expect(said).not.toContain(part);
    expect(
      await query(target, `SELECT id, amount, customer_name FROM orders ORDER BY id COLLATE "C"`),
    ).toEqual(before);
    expect(await query(target, "SELECT email FROM staff")).toEqual([{ email: "jun@shop.example" }]);
    const moved = await query(target, `SELECT name, value FROM settings ORDER BY name COLLATE "C"`);
    expect(moved.filter(({ name }) => name !== "heartbeat")).toEqual(
      secrets.filter(({ name }) => name !== "heartbeat"),
    );
  });

  test("starts there, and no longer on its file", async () => {
    const start = (url: string, anyway = "") =>
      run("scripts/migrate.ts", { DATABASE_URL: url, START_ANYWAY: anyway });
    expect(await start(target)).toMatchObject({ code: 0 });
    const onFile = await start(file);
    expect(onFile.said).toMatch(/was moved to PostgreSQL.*START_ANYWAY=1/s);
    expect(onFile.code).toBe(1);
    expect(await start(file, "1")).toMatchObject({ code: 0 });
  });

  test("does not start on an empty PostgreSQL beside its file, unless the operator says so", async () => {
    const folder = mkdtempSync(join(tmpdir(), "twotrack-beside-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const name of ["db", "lib", "node_modules", "package.json", "scripts", "tsconfig.json"])
      symlinkSync(resolve(name), join(folder, name));
    mkdirSync(join(folder, "data"));
    const beside = join(folder, "data", "twotrack.db");
    copyFileSync(file.slice("file:".length), beside);
    const empty = await copyTemplate(postgres as Template);
    const start = (anyway: string) =>
      runIn(folder, "scripts/migrate.ts", { DATABASE_URL: empty, START_ANYWAY: anyway });

    const refused = await start("");
    expect(refused.said).toContain("data/twotrack.db has orders");
    expect(refused.said).toMatch(/npm run move.*move that file away.*START_ANYWAY=1/s);
    expect(refused.code).toBe(1);
    expect(await start("1")).toMatchObject({ code: 0 });
    // The override is not permanent: until something is sold there, each start is refused again.
    expect((await start("")).code).toBe(1);
    // Without orders in the file there is nothing to lose.
    rmSync(beside);
    expect(await start("")).toMatchObject({ code: 0 });
  });

  test("is not moved onto existing data", async () => {
    const { code, said } = await move();
    expect(said).toContain("is not empty");
    expect(code).toBe(1);
    expect(await query(target, "SELECT count(*) AS n FROM orders")).toEqual([{ n: 60 }]);
  });

  test("leaves nothing behind when the move breaks off", async () => {
    const broken = await copyTemplate(postgres as Template);
    const handle = new Database(file.slice("file:".length));
    handle.exec(`UPDATE orders SET shipping_address = '{"line1": "\\u0000"}' WHERE rowid = 60`);
    handle.close();
    const { code } = await run("scripts/move.ts", { DATABASE_URL: file, MOVE_TO: broken });
    expect(code).toBe(1);
    expect(await query(broken, "SELECT count(*) AS n FROM orders")).toEqual([{ n: 0 }]);
  });
});

describe.runIf(onPostgres)("any row", () => {
  const url = process.env.DATABASE_URL ?? "";
  const columns: { name: string; type: ColumnType }[] = [
    { name: "words", type: "text" },
    { name: "amount", type: "number" },
    { name: "is", type: "boolean" },
    { name: "at", type: "instant" },
    { name: "data", type: "json" },
  ];
  const table = { name: "any_rows", columns };
  let client: ReturnType<typeof clientOf>;
  beforeAll(async () => {
    client = clientOf("DATABASE_URL", url);
    await client.connect();
    await client.query(
      'CREATE TABLE any_rows (words text, amount bigint, "is" boolean, at timestamptz(3), data jsonb)',
    );
  });
  afterAll(async () => {
    await client.query("DROP TABLE any_rows");
    await client.end();
  });

  // PostgreSQL stores every character except NUL.
  const words = fc.string({ unit: "binary" }).filter((text) => !text.includes("\0"));
  const leaf = fc.oneof(words, fc.boolean(), fc.constant(null), fc.integer());
  const data = fc.letrec((tie) => ({
    node: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("node")), fc.dictionary(words, tie("node"))),
  })).node;
  const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of);
  const rows = fc.array(
    fc.tuple(
      orNull(words),
      orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      orNull(fc.constantFrom(0n, 1n)),
      orNull(
        fc
          .date({ min: new Date("1900-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
          .map((at) => BigInt(at.getTime())),
      ),
      orNull(data.map((of) => JSON.stringify(of))),
    ),
    { minLength: 1 },
  );

  test("is the same on both sides, to the byte", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        await client.query("BEGIN; TRUNCATE any_rows");
        const read = await copyInto(client, table, given as Value[][], () => {});
        const written = await fingerprintOf(client, table);
        await client.query("COMMIT");
        expect(written).toEqual(read);
      }),
      { numRuns: 200 },
    );
  });

  test("that differs is found", async () => {
    await client.query("BEGIN; TRUNCATE any_rows");
    const row: Value[] = ["a", 1n, 1n, 0n, '{"b": 1, "a": [1.5, null]}'];
    const read = await copyInto(client, table, [row, row], () => {});
    expect(await fingerprintOf(client, table)).toEqual(read);
    await client.query("UPDATE any_rows SET at = at + interval '1 ms' WHERE ctid = '(0,1)'");
    expect(await fingerprintOf(client, table)).not.toEqual(read);
    await client.query("COMMIT");
    expect(fingerprinting().result()).toEqual({ rows: 0, sum: "000000000000" });
  });
});
