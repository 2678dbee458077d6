import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "twotrack-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lock = resolve("scripts/kit/lock.mjs");
const program = (work) => ["--input-type=module", "--eval", `import { alone } from "${lock}"; ${work}`];

test("two shops that start at once take turns at work that only one may do", async () => {
  const work = `import { appendFileSync } from "node:fs";
    import { setImmediate as turn } from "node:timers/promises";
    await alone("work", async () => {
      appendFileSync("log", "in ");
      for (let n = 0; n < 1000; n++) await turn();
      appendFileSync("log", "out ");
    });`;
  const shops = [1, 2, 3].map(() => spawn(process.execPath, program(work), { cwd: folder }));
  const codes = await Promise.all(shops.map(async (shop) => (await once(shop, "close"))[0]));

  expect(codes).toEqual([0, 0, 0]);
  expect(readFileSync(join(folder, "log"), "utf8")).toBe("in out in out in out ");
});

test("a shop that was killed with the lock does not stop the next one", () => {
  const killed = spawnSync(
    process.execPath,
    program(`await alone("work", () => process.kill(process.pid, "SIGKILL"));`),
    {
      cwd: folder,
    },
  );
  const next = spawnSync(process.execPath, program("await alone('work', () => console.log('mine'));"), {
    cwd: folder,
    encoding: "utf8",
  });

  expect(killed.signal).toBe("SIGKILL");
  expect(next.stdout).toBe("mine\n");
});
