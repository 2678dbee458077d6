import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, inject, test, vi } from "vitest";
import { query } from "@/scripts/kit/test-databases";
import { argumentsFor } from "@/scripts/kit/test-programs";
import { patient } from "@/testing/load";
import { BeingReplaced, holdRunning, ShopRuns, whileNobodyRuns } from "./running";

/** A shop in a separate process, as far as its database can tell. */
async function aShop() {
  const program = `
    const { holdRunning } = await import("./db/running.ts");
    await holdRunning();
    setInterval(() => globalThis.gc?.(), 10);
    process.stdout.write("ready");`;
  const child = spawn(process.execPath, ["--expose-gc", ...argumentsFor(program)], {
    env: process.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    async dies() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

test("nobody replaces the database while a shop runs, and a killed shop does not count as running", async () => {
  const [one, another] = [await aShop(), await aShop()];
  await expect(whileNobodyRuns(async () => "restored")).rejects.toThrow(ShopRuns);
  await one.dies();
  await expect(whileNobodyRuns(async () => "restored")).rejects.toThrow(ShopRuns);
  await another.dies();
  await vi.waitFor(
    async () => expect(await whileNobodyRuns(async () => "restored")).toBe("restored"),
    patient(5_000),
  );
});

test("no shop starts, and nobody else restores, while the database is being replaced", async () => {
  await whileNobodyRuns(async () => {
    await expect(holdRunning()).rejects.toThrow(BeingReplaced);
    await expect(whileNobodyRuns(async () => {})).rejects.toThrow(ShopRuns);
  });
  const letGo = await holdRunning();
  await expect(whileNobodyRuns(async () => {})).rejects.toThrow(ShopRuns);
  await letGo();
  await whileNobodyRuns(async () => {});
});

test("an interrupted restore leaves no lock", async () => {
  const broken = whileNobodyRuns(async () => {
    throw new Error("the disk is full");
  });
  await expect(broken).rejects.toThrow("the disk is full");
  await (await holdRunning())();
});

test.runIf(inject("template").engine === "postgresql")(
  "a shop whose connection broke is known to run again",
  async () => {
    const letGo = await holdRunning();
    const ended = await query(
      process.env.DATABASE_URL ?? "",
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    expect(ended).toHaveLength(1);
    await vi.waitFor(
      () => expect(whileNobodyRuns(async () => {})).rejects.toThrow(ShopRuns),
      patient(10_000),
    );
    await letGo();
    await whileNobodyRuns(async () => {});
  },
);
