import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { databaseUrl, dialect } from "@/db/columns";
import { type Gauges, readGauges } from "@/db/gauges";
import { fileOf } from "@/db/sqlite";
import { db, storeLoad } from "@/db/store";
import { hours, now, seconds } from "../clock";
import { log } from "../log";
import { monthsToWatch } from "../payments/settlement/alarm";
import { monthSpan, reconcileMonth } from "../payments/settlement/reconcile";
import { silentGateways } from "../payments/worker/silent";
import { unready } from "../process/readiness";
import { env } from "../settings/env";
import { type Metrics, metrics } from "./registry";

/** How long the database's figures are reused, in milliseconds, regardless of how often they are scraped. */
const standMs = seconds(5);

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & {
  twotrackScrape?: { at: number; done: Promise<void> };
  twotrackCompared?: { at: number; done: Promise<void> };
};

/** All metrics in Prometheus format. The database's figures are omitted while it does not answer. */
export async function scrape(): Promise<string> {
  const made = metrics();
  made.ready.set((await unready()) ? 0 : 1);
  made.silent.reset();
  for (const line of silentGateways()) made.silent.set({ line }, 1);
  const load = storeLoad();
  made.poolUsed.set(load.used);
  made.poolWaiting.set(load.waiting);
  made.poolMost.set(load.most);
  await Promise.all([readDisk(made), readDatabase(made), readSettlements(made)]);
  return made.registry.metrics();
}

async function readDatabase(made: Metrics) {
  if (!scope.twotrackScrape || performance.now() - scope.twotrackScrape.at > standMs) {
    const begun = performance.now();
    const done = readGauges(db, env().live).then(
      (gauges) => {
        show(made, gauges, now());
        made.scrapeSeconds.set((performance.now() - begun) / 1_000);
      },
      (error) => {
        log.warn({ err: error }, "the figures of the database could not be read");
        for (const gauge of ofDatabase(made)) gauge.reset();
      },
    );
    scope.twotrackScrape = { at: begun, done };
  }
  await scope.twotrackScrape.done;
}

const ofDatabase = (made: Metrics) => [
  made.refunds,
  made.refundsOldest,
  made.inbox,
  made.letters,
  made.needs,
  made.needsOldest,
  made.lookFinished,
  made.lookFound,
  made.lookFailing,
  made.settlementFinished,
];

function show(made: Metrics, gauges: Gauges, at: Date) {
  const age = (since: Date | null | undefined) =>
    since ? Math.max(0, (at.getTime() - since.getTime()) / 1_000) : 0;
  for (const gauge of ofDatabase(made)) gauge.reset();
  made.callsPending.set(gauges.calls.pending.n);
  made.callsOldest.set(age(gauges.calls.pending.since));
  made.callsLate.set(age(gauges.calls.pending.due));
  made.callsStuck.set(gauges.calls.stuck);
  made.unknown.set(gauges.unknown.n);
  made.unknownOldest.set(age(gauges.unknown.since));
  for (const { state, n, since } of gauges.refunds) {
    made.refunds.set({ state }, n);
    made.refundsOldest.set({ state }, age(since));
  }
  for (const state of ["new", "failed"] as const) {
    made.inbox.set({ state }, gauges.inbox.find((row) => row.state === state)?.n ?? 0);
    made.letters.set({ state }, gauges.letters.find((row) => row.state === state)?.n ?? 0);
  }
  made.inboxLate.set(age(gauges.inbox.find(({ state }) => state === "new")?.due));
  made.letters.set({ state: "staff" }, gauges.staffLetters.n);
  made.lettersOldest.set(
    Math.max(age(gauges.letters.find(({ state }) => state === "new")?.since), age(gauges.staffLetters.since)),
  );
  for (const { reason, n, since } of gauges.needs) {
    made.needs.set({ reason }, n);
    made.needsOldest.set({ reason }, age(since));
  }
  for (const { gateway, keyPair: key_pair, finishedAt, found, failingSince } of gauges.looks) {
    made.lookFinished.set({ gateway, key_pair }, (finishedAt?.getTime() ?? 0) / 1_000);
    made.lookFound.set({ gateway, key_pair }, found);
    made.lookFailing.set({ gateway, key_pair }, failingSince ? 1 : 0);
  }
  for (const { gateway, keyPair: key_pair, part, finishedAt } of gauges.settlements)
    made.settlementFinished.set({ gateway, key_pair, part }, (finishedAt?.getTime() ?? 0) / 1_000);
  made.verified.set((gauges.verified?.at.getTime() ?? 0) / 1_000);
  made.backedUp.set((gauges.backedUpAt?.getTime() ?? 0) / 1_000);
  made.faults.set(gauges.verified?.faults ?? 0);
}

/** How long a comparison of the settlements with the books is reused, in milliseconds. */
const comparedMs = hours(1);

/** Compares this and last month's settlements with the books. The figures are omitted if that fails. */
async function readSettlements(made: Metrics) {
  const last = scope.twotrackCompared;
  if (!last || performance.now() - last.at > comparedMs)
    scope.twotrackCompared = { at: performance.now(), done: showSettlements(made, now()) };
  await scope.twotrackCompared?.done;
}

async function showSettlements(made: Metrics, at: Date) {
  made.settlementDifferences.reset();
  made.settlementRemainder.reset();
  try {
    for (const month of monthsToWatch(at)) {
      const { differences, owed } = await reconcileMonth(db, monthSpan(month, env().live), at);
      for (const { name } of differences) made.settlementDifferences.inc({ name });
      for (const { currency, remainder } of owed)
        made.settlementRemainder.set({ month, currency }, remainder);
    }
  } catch (error) {
    log.warn({ err: error }, "the settlements could not be compared with the books");
    delete scope.twotrackCompared;
  }
}

/** The disk with the database file, or, with PostgreSQL on another machine, the disk with the mail folder. */
async function readDisk(made: Metrics) {
  const file = dialect === "sqlite" ? fileOf(databaseUrl) : env().mail.folder;
  const disk = await diskOf(dirname(resolve(file)));
  if (!disk) return;
  made.diskFree.set(disk.bavail * disk.bsize);
  made.diskSize.set(disk.blocks * disk.bsize);
}

/** The file system of a folder, or of its nearest existing parent if it does not exist yet. */
const diskOf = async (folder: string): Promise<StatsFs | undefined> =>
  statfs(folder).catch(() => (dirname(folder) === folder ? undefined : diskOf(dirname(folder))));

/** Clears the cached figures, for tests. */
export const forgetScrape = () => {
  delete scope.twotrackScrape;
  delete scope.twotrackCompared;
};
