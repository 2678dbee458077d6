import { createHash } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isAlive } from "./processes.mjs";

/** Runs `work` while no other process in this folder runs anything under this name. Takes over a dead owner's lock. */
export async function alone(name, work) {
  const folder = createHash("sha256").update(process.cwd()).digest("hex").slice(0, 12);
  const lock = join(tmpdir(), `twotrack-${folder}-${name}.lock`);
  while (!take(lock)) {
    if (!isAlive(owner(lock))) rmSync(lock, { force: true });
    else await pause(300);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** The lock appears with its owner's id already in it, since creating a link is atomic. */
function take(lock) {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

function owner(lock) {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return 0;
  }
}
