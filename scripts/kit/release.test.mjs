// @module-tag slow
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleTools } from "./release.mjs";

let folder;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "twotrack-tools-"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  cpSync("db/migrations", join(folder, "db/migrations"), { recursive: true });
  await bundleTools(join(folder, "tools"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The output of a release's command when only .env sets anything. */
const run = (command, ...args) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, `tools/${command}.mjs`), ...args],
    { cwd: folder, encoding: "utf8", env: { PATH: process.env.PATH } },
  );
  return { status, said: stdout + stderr };
};

test("the commands of a release work on the database that .env names", () => {
  writeFileSync(join(folder, ".env"), "DATABASE_URL=file:elsewhere/shop.db\n");
  expect(run("migrate")).toEqual({ status: 0, said: "" });
  expect(run("staff")).toMatchObject({ status: 0, said: expect.stringContaining("No staff yet") });
  expect(run("verify")).toMatchObject({ status: 0, said: expect.stringContaining("all unchanged") });
  expect(existsSync(join(folder, "elsewhere/shop.db"))).toBe(true);
  expect(existsSync(join(folder, "data"))).toBe(false);
});

test("a wrong setting is explained in a sentence", () => {
  writeFileSync(join(folder, ".env"), "DATABASE_URL=file:elsewhere/shop.db\nAPP_URL=https://shop.example\n");
  const { status, said } = run("verify");
  expect(said).toMatch(/^The environment does not fit:\n {2}- TOSS_WIDGET_CLIENT_KEY and/);
  expect(said).not.toContain(" at ");
  expect(status).toBe(1);
});
