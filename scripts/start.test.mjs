// @module-tag slow
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { stamp, stampOf } from "./kit/packages.mjs";

// The project as it is after an install, without a .env of its own. Without the stamp, `npm start` would install
// packages into this project's node_modules.
const project = mkdtempSync(join(tmpdir(), "twotrack-start-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));
linkAll(".", project, /^(node_modules|data|\.(builds|next|git|env.*))$/);
mkdirSync(join(project, "node_modules"));
linkAll("node_modules", join(project, "node_modules"), /^\.(twotrack-packages|cache)$/);
writeFileSync(join(project, stamp), stampOf());

function linkAll(from, to, except) {
  for (const name of readdirSync(from))
    if (!except.test(name)) symlinkSync(resolve(from, name), join(to, name));
}

const undo = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

/** An operator runs `npm start` with this environment, and it fails to start. */
async function startFails(env) {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: project,
    env: { ...process.env, CI: "1", ...env },
  });
  undo.push(() => child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  const [code] = await once(child, "close");
  return { code, said };
}

test("an operator whose port is taken is told so, and which command to try", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  undo.push(() => new Promise((resolve) => other.close(resolve)));
  const { port } = other.address();

  const { code, said } = await startFails({ PORT: String(port) });

  expect(said).toContain(`Port ${port} is in use`);
  expect(said).toContain(`PORT=${port + 1} npm start`);
  expect(said).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
});

test("an operator with half a key pair is told the name of the other half", async () => {
  const { code, said } = await startFails({ TOSS_WIDGET_CLIENT_KEY: "test_gck_1234567890" });

  expect(said).toContain("TOSS_WIDGET_SECRET_KEY is missing");
  expect(said).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
});

test("an operator without keys cannot put the demo on a public address by mistake", async () => {
  const { code, said } = await startFails({ HOST: "0.0.0.0" });

  expect(said).toContain("TWOTRACK_DEMO=1");
  expect(code).toBe(1);
});
