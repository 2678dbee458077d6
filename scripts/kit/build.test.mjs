import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "twotrack-build-"));
  mkdirSync(join(folder, "app"));
  writeFileSync(join(folder, "app/page.tsx"), "a page");
  writeFileSync(join(folder, "proxy.ts"), "a proxy");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kit = resolve("scripts/kit/build.mjs");
const inFolder = (work) =>
  execFileSync(
    process.execPath,
    ["--input-type=module", "--eval", `import * as kit from "${kit}"; ${work}`],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
const id = () => inFolder("process.stdout.write(kit.idOfSources())");

test("files that an operator leaves beside the code do not trigger a build; changed sources do", () => {
  const before = id();
  for (const name of [
    "nohup.out",
    "shop.pid",
    "shop.log.pid",
    "Dockerfile",
    "docker-compose.yml",
    "backup.db",
    ".env",
  ])
    writeFileSync(join(folder, name), "anything");
  mkdirSync(join(folder, "backups"));
  writeFileSync(join(folder, "backups/shop.db"), "anything");
  writeFileSync(join(folder, "app/page.test.tsx"), "a test");
  expect(id()).toBe(before);

  writeFileSync(join(folder, "app/page.tsx"), "another page");
  expect(id()).not.toBe(before);
});

test("a start beside a running shop does not build: it says what to do", () => {
  const running = join(folder, ".builds/running");
  mkdirSync(running, { recursive: true });
  writeFileSync(join(running, String(process.pid)), "0123456789abcdef");

  const said = inFolder(
    "await kit.ensureBuildToStart().catch((error) => process.stdout.write(error.message))",
  );

  expect(said).toContain("npm run build");
});

test("every folder that the shop's code imports is among the sources of a build", () => {
  // A file outside the sources does not change the id, so a stale build would pass for one of today's code.
  cpSync("package.json", join(folder, "package.json"));
  const listed = /const sources = \[([^\]]*)\]/.exec(readFileSync(kit, "utf8"))[1].match(/"[^"]+"/g);
  const names = new Set(listed.map((name) => JSON.parse(name)));
  const imported = new Set();
  for (const root of ["app", "components", "db", "i18n", "lib"])
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || /\.test\.tsx?$/.test(entry.name)) continue;
      const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
      for (const [, room] of text.matchAll(/(?:from|import)\s*\(?\s*["']@\/([^/"']+)/g)) imported.add(room);
    }
  expect([...imported].filter((room) => !names.has(room) && !names.has(`${room}.ts`))).toEqual([]);
});
