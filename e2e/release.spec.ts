import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { patient } from "@/testing/load";
import { expect, test } from "./fixtures";
import { hasCleanRoots, makeCleanRoot } from "./kit/clean-root";
import { ownPort } from "./kit/ports";
import { startService } from "./kit/processes";

test("a release runs with Node alone, read-only and unprivileged: it sells, its commands work, and it shuts down cleanly", {
  tag: ["@deep", "@page"],
}, async ({ world, newShopper }) => {
  test.skip(!hasCleanRoots(), "a root of its own needs the superuser of a Linux that lets it mount");
  const folder = mkdtempSync(join(tmpdir(), "twotrack-release-"));
  const release = join(folder, "release");
  await promisify(execFile)(process.execPath, ["scripts/release.mjs", release]);
  expect(readdirSync(release).sort()).toEqual(
    [
      ".next",
      "db",
      "node_modules",
      "own-files.json",
      "package.json",
      "public",
      "server.js",
      "start.mjs",
      "tools",
    ].sort(),
  );
  const root = makeCleanRoot(release);
  try {
    const port = String(await ownPort());
    const env = {
      HOST: "127.0.0.1",
      PORT: port,
      DATABASE_URL: "file:/data/twotrack.db",
      MAIL_FOLDER: "/data/mail",
      BACKUP_FOLDER: "/data/backups",
      EMULATOR_TOSS_PORT: new URL(world.emulator.url).port,
      EMULATOR_STRIPE_PORT: new URL(world.stripe.url).port,
      RATE_LIMIT_FACTOR: "1000",
    };
    const url = `http://localhost:${port}`;
    const tool = (...args: string[]) => {
      const [command = "", ...rest] = [...root.within(env), process.execPath, ...args];
      return execFileSync(command, rest, { encoding: "utf8" });
    };
    const service = await startService(["/app/start.mjs"], env, `${url}/readyz`, root.within(env));
    tool("/app/tools/seed.mjs");
    const app = { url, kill: service.kill, restart: async () => {}, log: service.log };
    const mina = await newShopper(world, app);
    const { order, approved } = await mina.goesThroughTheWindow();
    expect((await mina.comesBack(approved)).page).toBe("/success");
    expect(await mina.standing(order)).toBe("paid");
    const page = await fetch(url);
    const script = /src="(\/_next\/static\/[^"]+\.js[^"]*)"/.exec(await page.text())?.[1];
    expect((await fetch(url + script)).status).toBe(200);
    expect(tool("/app/tools/verify.mjs")).toContain("all unchanged");
    expect(tool("/app/tools/staff.mjs")).toContain("No staff yet");
    expect(tool("/app/tools/keys.mjs", "make", "Back office", "orders:read")).toMatch(/^twotrack_/);

    // The shop's own backup schedule, whose first backup is due at once.
    const backups = join(root.data, "backups");
    const taken = () => existsSync(backups) && readdirSync(backups).some((name) => /^twotrack-/.test(name));
    await expect.poll(taken, { timeout: patient(60_000) }).toBe(true);

    expect(await service.kill("SIGTERM")).toBe(0);
    expect(existsSync(join(root.data, "twotrack.db"))).toBe(true);
    expect(readdirSync(root.data).filter((name) => name.endsWith("-wal"))).toEqual([]);
  } finally {
    root.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
