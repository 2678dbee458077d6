import type { BinaryLike, ScryptOptions } from "node:crypto";
import { afterAll, inject, vi } from "vitest";
import { slowdown } from "../../testing/load";
import { copyTemplate, demo } from "../kit/test-databases";
import { limits } from "./limits";

/** What the project keeps once per process, even if a bundler copies its modules. */
type Kept = {
  twotrackLoops?: Map<string, AbortController>;
  twotrackStore?: { close(): Promise<void> };
  twotrackStaff?: Promise<{ database: { end(): Promise<void> } | { close(): void } }>;
};

// Password hashing is expensive on purpose, so tests hash at the lowest cost. The requested cost is part of what is
// hashed, so it still affects the result.
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

// Before any of the project's modules is loaded: this file's own environment and database.
Object.assign(process.env, demo, {
  LOG_LEVEL: "silent",
  DATABASE_URL: await copyTemplate(inject("template")),
  // The commands that the shop starts by itself.
  TWOTRACK_HOME: process.env.TEST_PROGRAMS ?? "",
});

// A process that served other files before keeps the packages it loaded. The project's modules are loaded afresh, and
// what they keep outside themselves is removed when the file ends.
vi.resetModules();
// At the start, too: work that an earlier file left running may have reopened its store after its end.
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

// The machine may have become busy or quiet since the run began. Waits for the database are as patient as the tests.
vi.setConfig(limits());
Object.assign(globalThis, { twotrackPatience: Math.ceil(slowdown()) });
