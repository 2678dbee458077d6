import { orderVersions } from "@/db/orders";
import { db } from "@/db/store";
import { type Countdown, sleep } from "../clock";
import { endingSignal, isEnding } from "../ending";

/** How often watched orders are polled, in milliseconds. */
const pollMs = 400;

/** A request that waits until an order is no longer at this version. */
type Watcher = {
  orderId: string;
  version: number;
  left: Countdown;
  done(): void;
  broke(error: unknown): void;
};

/** All waiting requests; `idle` aborts when the last one is gone. */
type Watch = { watchers: Set<Watcher>; idle: AbortController };

// On globalThis because a bundler may load this module twice: all waiting requests of a process share one timer and one
// query.
const scope = globalThis as typeof globalThis & { twotrackWatch?: Watch };

/**
 * Resolves when an order is no longer at `version`, when no time is `left`, when the caller disconnects, or when this
 * process starts to shut down, whichever comes first. However many requests wait, for however many orders, this process
 * runs one query at a time.
 */
export function untilChanged(
  orderId: string,
  version: number,
  left: Countdown,
  gone: AbortSignal,
): Promise<void> {
  if (gone.aborted || isEnding() || left() === 0) return Promise.resolve();
  const watch = scope.twotrackWatch ?? begin();
  return new Promise((done, broke) => {
    const watcher = { orderId, version, left, done, broke };
    watch.watchers.add(watcher);
    gone.addEventListener("abort", () => end(watch, watcher, done), { once: true });
  });
}

function begin(): Watch {
  const watch = { watchers: new Set<Watcher>(), idle: new AbortController() };
  scope.twotrackWatch = watch;
  const answerAll = () => {
    for (const watcher of [...watch.watchers]) end(watch, watcher, watcher.done);
  };
  endingSignal.addEventListener("abort", answerAll, { once: true, signal: watch.idle.signal });
  void look(watch);
  return watch;
}

/** Polls for as long as any request waits. */
async function look(watch: Watch) {
  for (;;) {
    await sleep(pollMs, watch.idle.signal);
    if (watch.idle.signal.aborted) return;
    const waiting = [...watch.watchers];
    try {
      const versions = await orderVersions(db, [...new Set(waiting.map(({ orderId }) => orderId))]);
      for (const watcher of waiting)
        if (versions.get(watcher.orderId) !== watcher.version || watcher.left() === 0)
          end(watch, watcher, watcher.done);
    } catch (error) {
      for (const watcher of waiting) end(watch, watcher, () => watcher.broke(error));
    }
  }
}

function end(watch: Watch, watcher: Watcher, tell: () => void) {
  if (!watch.watchers.delete(watcher)) return;
  tell();
  if (watch.watchers.size > 0) return;
  if (scope.twotrackWatch === watch) delete scope.twotrackWatch;
  watch.idle.abort();
}
