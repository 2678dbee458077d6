import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { cpus, loadavg, platform, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { version as next } from "next/package.json";
import type { BesideRow } from "./beside";
import type { DeskRow } from "./desk";
import type { Row } from "./engine";
import type { Felt } from "./felt";
import { categories, type Score } from "./lighthouse";
import type { StormRow } from "./storm";
import type { PageWeight } from "./weight";

const file = "bench/README.md";
/** One line of JSON per run. */
const history = "bench/history.jsonl";

type Results = {
  rows: Row[];
  beside: BesideRow[];
  desk: DeskRow[];
  pages: PageWeight[];
  storms: StormRow[];
  felt: Felt[];
  scores: Score[];
};

/** Writes the results into bench/README.md; sections that were not measured this time stay as they are. */
export function writeReport({ rows, beside, desk, pages, storms, felt, scores }: Results) {
  let text = readFileSync(file, "utf8");
  for (const engine of new Set(rows.map((row) => row.engine)))
    text = replaced(text, engine, speeds(rows.filter((row) => row.engine === engine)));
  if (beside.length > 0) text = replaced(text, "beside", besideOthers(beside));
  if (desk.length > 0) text = replaced(text, "desk", deskSpeeds(desk));
  if (storms.length > 0) text = replaced(text, "storm", stormSpeeds(storms));
  if (pages.length > 0) text = replaced(text, "weight", weights(pages));
  if (felt.length > 0) text = replaced(text, "felt", feelings(felt));
  if (scores.length > 0) text = replaced(text, "lighthouse", scoring(scores));
  writeFileSync(file, text);
  console.log(`\n  ${file} was written.`);
  remember([
    ...rows.map(({ engine, what, inFlight, delay_ms, busy_ms, p50, p99 }) => ({
      ...{ engine, what, inFlight, gateway_ms: delay_ms, busy_ms, p50, p99 },
    })),
    ...beside.map(({ engine, what, flush, busy_ms, p50, p99 }) => ({
      ...{
        engine,
        what,
        flush,
        busy_ms,
        p50,
        p99,
        ofBare: timesOf(beside, "bare POST")(what, engine, flush),
      },
    })),
  ]);
}

/** Replaces the text between `<!-- name -->` and `<!-- /name -->`. */
function replaced(text: string, name: string, table: string) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no markers for ${name}.`);
  return `${text.slice(0, from)}${begin}\n${table}\n${text.slice(to)}`;
}

function speeds(rows: Row[]) {
  const bare = new Map(
    rows.filter(({ what }) => what === "bare").map((row) => [row.inFlight, row.perSecond]),
  );
  const lines = rows.map(({ delay_ms, what, inFlight, perSecond, p50, p95, p99, busy_ms }) => {
    const ofBare = delay_ms === 0 ? `${((100 * perSecond) / (bare.get(inFlight) ?? 0)).toFixed(0)} %` : "";
    const busy = busy_ms === undefined ? "" : busy_ms.toFixed(2);
    const cells = [
      what,
      inFlight,
      `${delay_ms} ms`,
      perSecond.toFixed(0),
      ...[p50, p95, p99].map(ms),
      ofBare,
      busy,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    machine(),
    "",
    "| what | in flight | gateway | per second | p50 ms | p95 ms | p99 ms | of bare | busy ms |",
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ...lines,
  ].join("\n");
}

/** Processor time first, and as a multiple of the baselines of the same run. */
function besideOthers(rows: BesideRow[]) {
  const [ofBare, ofPlain] = [timesOf(rows, "bare POST"), timesOf(rows, "plain route")];
  return [
    machine(),
    "",
    "| engine | flush | what | busy ms | × bare POST | × plain route | p50 ms | p99 ms | p99 / p50 | per second |",
    "|---|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ...rows.map(({ engine, flush, what, busy_ms, p50, p99, perSecond }) => {
      const ratios = [ofBare, ofPlain].map((times) => times(what, engine, flush).toFixed(2));
      const cells = [
        engine,
        flush,
        what,
        busy_ms.toFixed(2),
        ...ratios,
        ms(p50),
        ms(p99),
        (p99 / p50).toFixed(1),
      ];
      return `| ${[...cells, perSecond.toFixed(0)].join(" | ")} |`;
    }),
  ].join("\n");
}

/** How many times as much processor time a step takes as this baseline of the same run. */
const timesOf = (rows: BesideRow[], baseline: string) => (what: string, engine: string, flush: string) => {
  const busy = (name: string) =>
    rows.find((row) => row.what === name && row.engine === engine && row.flush === flush)?.busy_ms ?? 0;
  return busy(what) / busy(baseline);
};

/** Appends the figures to a file, so that a later run can be compared with them. */
function remember(figures: object[]) {
  if (figures.length === 0) return;
  const commit = spawnSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).stdout.trim();
  const [load = 0] = loadavg();
  const run = {
    at: new Date().toISOString(),
    commit,
    cpu: cpus()[0]?.model.trim(),
    load,
    flush_ms: flush_ms(),
  };
  appendFileSync(history, `${JSON.stringify({ ...run, figures })}\n`);
  console.log(`  ${history} has one more line.`);
}

/** One row per reader, one column per engine and size. */
function deskSpeeds(rows: DeskRow[]) {
  const shops = [...new Set(rows.map(({ engine, orders }) => `${engine}, ${orders.toLocaleString("en")}`))];
  const whats = [...new Set(rows.map(({ what }) => what))];
  const cell = (what: string, shop: string) => {
    const row = rows.find(
      (it) => it.what === what && `${it.engine}, ${it.orders.toLocaleString("en")}` === shop,
    );
    return row ? `${ms(row.p50)} / ${ms(row.p95)}` : "";
  };
  return [
    machine("What was measured shared its processor with PostgreSQL."),
    "",
    `| p50 / p95 ms, by engine and orders | ${shops.join(" | ")} |`,
    `|---|${shops.map(() => "--:").join("|")}|`,
    ...whats.map((what) => `| ${what} | ${shops.map((shop) => cell(what, shop)).join(" | ")} |`),
  ].join("\n");
}

/** Shows each value next to its quiet baseline. */
const stormSpeeds = (rows: StormRow[]) =>
  [
    machine(),
    "",
    "| engine | while strangers send | what | quiet p95 ms | p95 ms | times | measured |",
    "|---|---|---|--:|--:|--:|--:|",
    ...rows.map(({ engine, storm, what, quiet, p95, n }) => {
      const cells = [engine, storm, what, ms(quiet), ms(p95), (p95 / quiet).toFixed(1), n];
      return `| ${cells.join(" | ")} |`;
    }),
  ].join("\n");

const ms = (value: number) => value.toFixed(value < 100 ? 1 : 0);

function weights(pages: PageWeight[]) {
  const kB = (bytes: number) => (bytes / 1_000).toFixed(1);
  return [
    `Next ${next}.`,
    "",
    "| page | bare page, kB | more than that, kB |",
    "|---|--:|--:|",
    ...pages.map(({ page, bare, more }) => `| ${page} | ${kB(bare)} | ${kB(more)} |`),
  ].join("\n");
}

const seconds = (value: number) => `${(value / 1_000).toFixed(1)} s`;

function feelings(felt: Felt[]) {
  const kB = (bytes: number) => (bytes / 1_000).toFixed(0);
  return [
    machine(),
    "",
    "| page | FCP | LCP | CLS | INP | long tasks | on the screen | scripts, kB | fonts, kB | CSS, kB | HTML, kB |",
    "|---|--:|--:|--:|--:|--:|---|--:|--:|--:|--:|",
    ...felt.map(({ page, fcp, lcp, cls, inp, longTasks, seen, bytes }) => {
      const shown = Object.entries(seen).map(([what, at]) => `${what} ${seconds(at)}`);
      const sizes = [bytes.Script, bytes.Font, bytes.Stylesheet, bytes.Document].map(kB);
      const times = [seconds(fcp), seconds(lcp), cls.toFixed(3), `${inp.toFixed(0)} ms`, seconds(longTasks)];
      return `| ${[page, ...times, shown.join(", "), ...sizes].join(" | ")} |`;
    }),
  ].join("\n");
}

const scoring = (scores: Score[]) =>
  [
    machine(),
    "",
    `| page | ${categories.join(" | ")} | what cost points |`,
    `|---|${categories.map(() => "--:").join("|")}|---|`,
    ...scores.map(({ page, scores, faults }) => {
      const cells = [page, ...categories.map((name) => scores[name]), faults.join("; ")];
      return `| ${cells.join(" | ")} |`;
    }),
  ].join("\n");

function machine(shared = whoSharesWhat()) {
  const memory = Math.round(totalmem() / 2 ** 30);
  const [load = 0] = loadavg();
  return [
    `${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${memory} GiB,`,
    `${platform()} ${release()}, Node ${process.versions.node}, Next ${next}.`,
    shared,
    `A flush of the disk took ${flush_ms().toFixed(2)} ms; the load average at the end was ${load.toFixed(1)}.`,
  ].join(" ");
}

const whoSharesWhat = () =>
  process.env.BENCH_SHOP_CORE
    ? "The server was pinned to one processor, and load, gateway and PostgreSQL to another."
    : "No program was pinned to a processor.";

/** How long this disk takes to flush a few bytes, in milliseconds: the wait behind every commit. */
function flush_ms() {
  const folder = mkdtempSync(join(tmpdir(), "twotrack-flush-"));
  const disk = openSync(join(folder, "bytes"), "w");
  const took = Array.from({ length: 100 }, () => {
    const begun = performance.now();
    writeSync(disk, "some bytes");
    fsyncSync(disk);
    return performance.now() - begun;
  });
  closeSync(disk);
  rmSync(folder, { recursive: true });
  return took.toSorted((a, b) => a - b)[50] ?? 0;
}
