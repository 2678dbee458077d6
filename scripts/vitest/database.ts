import type { BinaryLike, ScryptOptions } from "node:crypto";
import { afterAll, inject, vi } from "vitest";
import { slowdown } from "../../testing/load";
import { copyTemplate, demo } from "../kit/test-databases";
import { limits } from "./limits";

/** What the project keeps for a whole process, whatever a bundler does with copies of its modules. */
type Kept = {
  twotrackLoops?: Map<string, AbortController>;
  twotrackStore?: { close(): Promise<void> };
  twotrackStaff?: Promise<{ database: { end(): Promise<void> } | { close(): void } }>;
};

// A password's hash is expensive on purpose. What surrounds it is tested at the least cost; what it costs, and that the
// cost is kept in it, remains as it is.
vi.mock("node:crypto", async (original) => {
  const real = await original<typeof import("node:crypto")>();
  const scrypt = (
    password: BinaryLike,
    salt: BinaryLike,
    bytes: number,
    { N, r, p }: ScryptOptions,
    done: (error: Error | null, key: Buffer) => void,
  ) => real.scrypt(`${password} at ${N}, ${r}, ${p}`, salt, bytes, { N: 2, r: 1, p: 1 }, done);
  return { ...real, scrypt, default: { ...real, scrypt } };
});

const before = { ...process.env };

// Before any module of the project is loaded: this file's own environment and its own database.
Object.assign(process.env, demo, {
  LOG_LEVEL: "silent",
  DATABASE_URL: await copyTemplate(inject("template")),
});

// A process that served other files before keeps the packages it has loaded. The project's own modules are loaded
// anew, and what they keep beside themselves goes when the file ends.
vi.resetModules();
// Also at the beginning: what a file before had under way may have opened its store again after its end.
await clear();
afterAll(async () => {
  await clear();
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

async function clear() {
  const kept = globalThis as typeof globalThis & Kept;
  for (const loop of kept.twotrackLoops?.values() ?? []) loop.abort();
  await kept.twotrackStore?.close();
  const staff = await kept.twotrackStaff;
  if (staff) await ("end" in staff.database ? staff.database.end() : staff.database.close());
  for (const name of Object.keys(kept)) if (name.startsWith("twotrack")) Reflect.deleteProperty(kept, name);
}

// The machine may have become busy, or quiet, since the run began. What waits for the database is as patient as tests are.
vi.setConfig(limits());
Object.assign(globalThis, { twotrackPatience: Math.ceil(slowdown()) });
