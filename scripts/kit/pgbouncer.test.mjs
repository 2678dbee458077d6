import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { startPgbouncer } from "./pgbouncer.mjs";

test("a pooler that does not start leaves nothing behind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-test-"));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  // The pooler does not run as root, so others must be able to read the folder.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, "pgbouncer"), "#!/bin/sh\necho no such user >&2\nexit 3\n", { mode: 0o755 });
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
  vi.stubEnv("TMPDIR", folder);
  await expect(startPgbouncer("postgres://shop:secret@127.0.0.1:5432/shop")).rejects.toThrow(
    /ended with 3 instead of starting\nno such user/,
  );
  expect(readdirSync(folder)).toEqual(["pgbouncer"]);
});
