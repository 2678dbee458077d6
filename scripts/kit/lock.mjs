import { createHash } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isAlive } from "./processes.mjs";

/** Runs `work` while no other process in this folder runs anything under this name. Takes over a dead owner's lock. */
export async function alone(name, work) {
  const folder = createHash("sha256").update(process.cwd()).digest("hex").slice(0, 12);
  const lock = join(tmpdir(), `twotrack-${folder}-${name}.lock`);
  while (!take(lock)) {
    if (!isAlive(owner(lock))) removeDead(lock);
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

/** Of several waiters that see a dead owner, only one moves its lock away. */
function removeDead(lock) {
  const moved = `${lock}.${process.pid}.dead`;
  try {
    renameSync(lock, moved);
    // Another waiter was faster and has the lock by now: it gets it back.
    if (isAlive(owner(moved))) linkSync(moved, lock);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    rmSync(moved, { force: true });
  }
}

function owner(lock) {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return 0;
  }
}
