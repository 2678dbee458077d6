import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Env } from "./processes";

/** The clock of a world's shops. It only goes forward. */
export function turnableClock() {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-clock-"));
  const file = join(folder, "ahead");
  let ahead = 0;
  const turn = (ms: number) => {
    ahead += ms;
    // Renamed into place, so that a shop never reads a partial number.
    writeFileSync(`${file}.new`, String(ahead));
    renameSync(`${file}.new`, file);
  };
  turn(0);
  const preload = new URL("turned-clock.mjs", import.meta.url).href;
  const env: Env = { NODE_OPTIONS: `--import=${preload}`, TURNED_CLOCK: file };
  const now = () => new Date(Date.now() + ahead);
  return { env, turn, now, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
