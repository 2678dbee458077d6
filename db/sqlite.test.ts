import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { databaseUrl, dialect } from "./columns";
import { keepPrivate } from "./private-file";
import { settings } from "./schema";
import { fileOf, openHandle, openSqlite } from "./sqlite";
import { closeStore, db, type Tx, transaction } from "./store";

/** Another process, such as a script, that holds the file's lock. */
let holder: ChildProcess | undefined;

/** Takes the file's write lock in a separate process, until the returned `release` is called. */
async function holdLock() {
  const program = `
    const db = require("better-sqlite3")(process.argv[1], { timeout: 5000 });
    db.exec("BEGIN IMMEDIATE");
    process.stdout.write("held");
    process.stdin.once("data", () => { db.exec("COMMIT"); process.exit(0); });`;
  const child = spawn(process.execPath, ["-e", program, fileOf(databaseUrl)]);
  holder = child;
  await once(child.stdout, "data");
  return {
    async release() {
      child.stdin.write("go");
      await once(child, "exit");
    },
  };
}

afterEach(async () => {
  holder?.kill();
  await closeStore();
});

const write = (name: string) => transaction((tx) => tx.insert(settings).values({ name, value: "x" }));
const names = async () =>
  (await db.select().from(settings).where(eq(settings.value, "x"))).map(({ name }) => name);

describe.runIf(dialect === "sqlite")("while another process has the lock", () => {
  test("reads are answered, this process goes on, and the write succeeds when the lock is free", async () => {
    await write("before");
    const lock = await holdLock();
    let written = false;
    const writing = write("waited").then(() => {
      written = true;
    });
    for (let turn = 0; turn < 200; turn += 1) {
      expect(await names()).toEqual(["before"]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(written).toBe(false);
    await lock.release();
    await writing;
    expect((await names()).toSorted()).toEqual(["before", "waited"]);
  });

  test("transactions wait in line, and none is lost", async () => {
    const lock = await holdLock();
    const units = Array.from({ length: 20 }, (_, n) => write(`line-${n}`));
    expect(await names()).not.toContain("line-0");
    await lock.release();
    await Promise.all(units);
    expect((await names()).filter((name) => name.startsWith("line-"))).toHaveLength(20);
  });
});

describe.runIf(dialect === "sqlite")("the connection that writes", () => {
  const pragma = (tx: Tx, name: string) =>
    tx.select({ value: sql<number | string>`${sql.raw(name)}` }).from(sql.raw(`pragma_${name}`));

  test("flushes every commit to the disk, checks foreign keys, and never blocks while waiting", async () => {
    const found = await transaction(async (tx) =>
      Promise.all(["synchronous", "foreign_keys", "journal_mode"].map((name) => pragma(tx, name))),
    );
    // 2 is FULL: a commit survives a power cut.
    expect(found.flat().map(({ value }) => value)).toEqual([2, 1, "wal"]);
    const waits = await transaction((tx) =>
      tx.select({ value: sql`timeout` }).from(sql.raw("pragma_busy_timeout")),
    );
    expect(waits).toEqual([{ value: 0 }]);
  });
});

describe.runIf(dialect === "sqlite")("the shop's files", () => {
  test("cannot be read by other accounts of the machine, even where an earlier release left them open", async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "twotrack-modes-")), "data");
    onTestFinished(() => rmSync(dirname(folder), { recursive: true }));
    const file = join(folder, "shop.db");
    keepPrivate(file);
    chmodSync(file, 0o644);
    const store = openSqlite(file);
    await store.transaction((tx) => tx.select({ one: sql`1` }).from(sql.raw("sqlite_master")));
    const modes = Object.fromEntries(
      readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]),
    );
    await store.close();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(modes).toEqual({ "shop.db": 0o600, "shop.db-wal": 0o600, "shop.db-shm": 0o600 });
  });
});

test("a database in a folder that cannot exist is refused in a sentence, and not waited for", () => {
  expect(() => keepPrivate("/proc/nowhere/at/all/shop.db")).toThrow(
    /^The file \/proc\/nowhere\/at\/all\/shop\.db cannot be created or kept private \(ENOENT\)\. Check DATABASE_URL/,
  );
});

test("shrink again: a -wal that a reader kept growing returns what is above 16 MiB", () => {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-wal-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "shop.db");
  const mebibytes = () => statSync(`${file}-wal`).size / 2 ** 20;
  const writer = openHandle(file);
  onTestFinished(() => void writer.close());
  writer.exec("CREATE TABLE goods (x)");
  const reader = openHandle(file, { readonly: true });
  reader.exec("BEGIN; SELECT * FROM goods");
  for (let n = 0; n < 10; n += 1) writer.exec(`INSERT INTO goods VALUES (zeroblob(${2 * 2 ** 20}))`);
  expect(mebibytes()).toBeGreaterThan(20);

  reader.close();
  writer.pragma("wal_checkpoint(RESTART)");
  writer.exec("INSERT INTO goods VALUES (1)");
  expect(mebibytes()).toBeLessThanOrEqual(16);
});
