import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { lineFor } from "./group-commit";

/** A file with one table, its line, and the statements that its writer ran. */
function aFile({ isShared = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-group-"));
  const ran: string[] = [];
  const writer = new Database(join(folder, "shop.db"), { verbose: (text) => ran.push(String(text)) });
  writer.pragma("journal_mode = WAL");
  writer.exec("CREATE TABLE goods (name TEXT UNIQUE, size BLOB)");
  const reader = new Database(join(folder, "shop.db"), { readonly: true });
  onTestFinished(() => {
    reader.close();
    writer.close();
    rmSync(folder, { recursive: true });
  });
  const line = lineFor(
    writer,
    async () => writer.exec("BEGIN IMMEDIATE"),
    () => isShared,
  );
  const put = (name: string, bytes = 0) =>
    line.run(async () => {
      writer.prepare("INSERT INTO goods VALUES (?, zeroblob(?))").run(name, bytes);
      await Promise.resolve();
      return name;
    });
  const onDisk = () =>
    reader
      .prepare<[], { name: string }>("SELECT name FROM goods ORDER BY rowid")
      .all()
      .map(({ name }) => name);
  const commits = () => ran.filter((text) => text === "COMMIT").length;
  return { writer, line, put, onDisk, commits };
}

const names = (n: number) => Array.from({ length: n }, (_, at) => `lamp ${at}`);

test("units that wait share one commit, and are on disk when they are answered", async () => {
  const { put, onDisk, commits } = aFile();
  const seen = await Promise.all(
    names(10).map(async (name) => {
      await put(name);
      return onDisk();
    }),
  );
  expect(commits()).toBe(1);
  expect(seen).toEqual(Array.from({ length: 10 }, () => names(10)));
});

test("a unit that fails because of one before it is told once that one is on disk", async () => {
  const { put, onDisk } = aFile();
  const [first, second] = [put("lamp"), put("lamp").catch(() => onDisk())];
  expect(await second).toEqual(["lamp"]);
  await first;
});

test("units that fail and come again at once do not keep the others from their commit", async () => {
  const { put, onDisk } = aFile();
  let tries = 0;
  const untilSeen = async (): Promise<number> => {
    tries += 1;
    await put("lamp").catch(() => {});
    return onDisk().includes("lamp") ? tries : untilSeen();
  };
  await Promise.all([put("lamp"), untilSeen(), untilSeen(), untilSeen()]);
  expect(tries).toBe(3);
});

test("a unit that nobody follows is committed at once", async () => {
  const { put, onDisk, commits } = aFile();
  await put("lamp");
  expect(onDisk()).toEqual(["lamp"]);
  await put("chair");
  expect(commits()).toBe(2);
});

test("at most 32 share a commit, so that the first does not wait for all others", async () => {
  const { put, commits } = aFile();
  await Promise.all(names(70).map((name) => put(name)));
  expect(commits()).toBe(3);
});

test("where commits are not shared, each unit has its own", async () => {
  const { put, commits, line } = aFile({ isShared: false });
  const all = Promise.all(names(5).map((name) => put(name)));
  expect(line.length()).toBe(5);
  await all;
  expect(line.length()).toBe(0);
  expect(commits()).toBe(5);
});

test("each unit runs in its caller's context", async () => {
  const { line } = aFile();
  const request = new AsyncLocalStorage<string>();
  const asked = ["first", "second", "third"].map((id) =>
    request.run(id, () => line.run(async () => request.getStore())),
  );
  expect(await Promise.all(asked)).toEqual(["first", "second", "third"]);
});

test("if the commit fails, everyone who shared it is told", async () => {
  const { writer, put, line, onDisk } = aFile();
  const cutOff = new Error("disk I/O error");
  const told = await Promise.allSettled([
    put("lamp"),
    put("chair"),
    line.run(async () => {
      const { exec } = writer;
      writer.exec = (text) => {
        if (text !== "COMMIT") return exec.call(writer, text);
        writer.exec = exec;
        throw cutOff;
      };
    }),
  ]);
  expect(told.map((each) => each.status === "rejected" && each.reason)).toEqual([cutOff, cutOff, cutOff]);
  expect(onDisk()).toEqual([]);
  await put("desk");
  expect(onDisk()).toEqual(["desk"]);
});

type Wish = { name: string; does: "write" | "throw" | "collide" | "fill" };

test("whatever fails, what was answered is on disk, and nothing else is", async () => {
  const wish = fc.record<Wish>({
    name: fc.uuid(),
    does: fc.constantFrom("write", "write", "write", "throw", "collide", "fill"),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(wish, { selector: ({ name }) => name, maxLength: 50 }),
      async (wishes) => {
        const { writer, line, put, onDisk } = aFile();
        await put("taken");
        // The file may grow by a few pages only: a large row finds the disk full.
        writer.pragma("max_page_count = 12");
        const told = await Promise.allSettled(
          wishes.map(({ name, does }) =>
            does === "write"
              ? put(name)
              : does === "fill"
                ? put(name, 100_000)
                : line.run(async () => {
                    writer.prepare("INSERT INTO goods VALUES (?, NULL)").run(name);
                    if (does === "collide") writer.prepare("INSERT INTO goods VALUES ('taken', NULL)").run();
                    throw new Error("changed their mind");
                  }),
          ),
        );
        const answered = told.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
        expect(onDisk()).toEqual(["taken", ...answered]);
      },
    ),
    { numRuns: 40 },
  );
});
