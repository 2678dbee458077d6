import { AsyncResource } from "node:async_hooks";
import type Database from "better-sqlite3";

// A commit waits for the disk, which usually takes longer than the unit of work itself. Units that wait for the writer
// therefore share a commit: each has its own savepoint, so that one that fails takes no other along. All are answered
// after the flush, also those that failed: they may have failed because of what one before them wrote.

/** How many units of work share a commit at most, so that the first is not kept waiting by all who come later. */
const mostPerCommit = 32;

type Job = {
  work(): Promise<unknown>;
  resolve(result: unknown): void;
  reject(reason: unknown): void;
};

type Line = {
  /** Runs `work` in a transaction when its turn comes. Resolves once that is on disk; rejects if it was undone. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** How many units of work are running or waiting. */
  length(): number;
  /** Resolves when none is running or waiting. */
  ended(): Promise<void>;
};

/**
 * Lets units of work take turns on SQLite's one writer. `begin` sends BEGIN and may wait for another process;
 * `isShared` says whether units that wait may share a commit.
 */
export function lineFor(
  writer: Database.Database,
  begin: () => Promise<unknown>,
  isShared: () => boolean,
): Line {
  const waiting: Job[] = [];
  let running: Job[] = [];
  let draining: Promise<void> | undefined;

  /** Runs a unit of work as part of the open transaction. If it fails, only its own writes are undone. */
  async function runOne({ work }: Job, isFirst: boolean): Promise<unknown> {
    if (isFirst) await begin();
    else writer.exec("SAVEPOINT unit");
    try {
      const result = await work();
      if (!isFirst) writer.exec("RELEASE unit");
      return result;
    } catch (error) {
      undo(isFirst);
      throw error;
    }
  }

  /** Undoes one unit's writes. After some errors, such as a full disk, the whole transaction is undone. */
  function undo(isFirst: boolean) {
    if (!writer.inTransaction) return;
    try {
      writer.exec(isFirst ? "ROLLBACK" : "ROLLBACK TO unit; RELEASE unit");
    } catch {
      if (writer.inTransaction) writer.exec("ROLLBACK");
    }
  }

  /** Runs the unit that has waited longest and those after it, commits them together, and answers them. */
  async function runTogether() {
    const outcomes: PromiseSettledResult<unknown>[] = [];
    const most = isShared() ? mostPerCommit : 1;
    for (let job = waiting.shift(); job; job = running.length < most ? waiting.shift() : undefined) {
      running.push(job);
      const isFirst = !writer.inTransaction;
      try {
        outcomes.push({ status: "fulfilled", value: await runOne(job, isFirst) });
      } catch (reason) {
        outcomes.push({ status: "rejected", reason });
        // What the units before it wrote is undone as well.
        if (!isFirst && !writer.inTransaction) {
          answer(outcomes, { reason });
          return;
        }
      }
    }
    try {
      if (writer.inTransaction) writer.exec("COMMIT");
      answer(outcomes);
    } catch (reason) {
      if (writer.inTransaction) writer.exec("ROLLBACK");
      answer(outcomes, { reason });
    }
  }

  /** Answers every unit that ran: with its outcome, or with why all of them were undone. */
  function answer(outcomes: PromiseSettledResult<unknown>[], undone?: { reason: unknown }) {
    for (const [at, { resolve, reject }] of running.entries()) {
      const outcome = outcomes[at];
      if (outcome?.status === "fulfilled" && !undone) resolve(outcome.value);
      else reject(outcome?.status === "rejected" ? outcome.reason : undone?.reason);
    }
    running = [];
  }

  const drain = async () => {
    while (waiting.length > 0) await runTogether();
    draining = undefined;
  };

  return {
    run: <T>(work: () => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        // Another caller may be draining the line: the work keeps the context of its own, such as the request's ID.
        const caller = new AsyncResource("unit");
        waiting.push({
          work: () => caller.runInAsyncScope(work),
          resolve: resolve as Job["resolve"],
          reject,
        });
        draining ??= drain();
      }),
    length: () => running.length + waiting.length,
    ended: async () => {
      await draining;
    },
  };
}
