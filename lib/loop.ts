import { sleep } from "./clock";
import { endingSignal, finishing, isEnding } from "./ending";
import { log } from "./log";

/** Work that is repeated for the lifetime of the process. */
export type Loop = { name: string; everyMs: number; turn(): Promise<unknown> };

// On globalThis because a development server reloads modules and must not start a second loop.
const scope = globalThis as typeof globalThis & { twotrackLoops?: Map<string, AbortController> };

/** Starts a loop of this process, once. Returns true if it was not running. */
export function startLoop(loop: Loop): boolean {
  scope.twotrackLoops ??= new Map();
  if (scope.twotrackLoops.has(loop.name)) return false;
  const stop = new AbortController();
  scope.twotrackLoops.set(loop.name, stop);
  endingSignal.addEventListener("abort", () => stop.abort(), { once: true, signal: stop.signal });
  if (isEnding()) stop.abort();
  void runLoop(loop, stop.signal);
  return true;
}

/** Stops the loops of this process; for tests. */
export function stopLoops() {
  for (const stop of scope.twotrackLoops?.values() ?? []) stop.abort();
  scope.twotrackLoops?.clear();
}

/** Runs turns until `signal` aborts. Any number of instances may run the same loop. */
export async function runLoop({ name, everyMs, turn }: Loop, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await finishing(turn());
    } catch (error) {
      log.error({ err: error, loop: name }, "a turn of a loop broke off");
    }
    await sleep(everyMs, signal);
  }
}

/**
 * Runs `work` on all rows, `sideBySide` at a time; a failure does not stop the others. When the process is shutting
 * down, rows that have not been started are left to the next process.
 */
export async function each<T>(rows: T[], sideBySide: number, work: (row: T) => Promise<unknown>) {
  const left = [...rows];
  const worker = async () => {
    for (let row = left.shift(); row && !isEnding(); row = left.shift()) {
      try {
        await work(row);
      } catch (error) {
        log.error({ err: error }, "one piece of a loop's work broke off");
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, rows.length) }, worker));
}
