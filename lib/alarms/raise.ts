import { now } from "../clock";
import { type AlarmName, runbookOf } from "../contracts/alarm-names";
import { log } from "../log";

/** Codes, IDs, counts and times. `toldNames` lists the fields that are sent to people. */
type About = Record<string, unknown>;

/** An alarm, and how often it was raised since it was last taken. */
export type Raised = {
  name: AlarmName;
  count: number;
  at: Date;
  /** Some of the things it was about, such as `why=mismatch order=ord_…`. */
  lines: string[];
  /** Whether the problem is over. */
  over: boolean;
};

/** How many different lines one alarm lists. */
export const mostLines = 5;

// On globalThis because a bundler may load this module twice. One entry per name, so that a flood takes no more memory.
const scope = globalThis as typeof globalThis & { twotrackAlarms?: Map<AlarmName, Raised> };

/**
 * Calls an operator: writes a log line with `alarm: true` and queues the alarm for its recipients. It neither blocks
 * nor throws, and may be called inside a transaction.
 */
export function raise(name: AlarmName, about: About, words: string, level: "warn" | "error" = "error") {
  log[level]({ alarm: true, runbook: runbookOf(name), ...about }, words);
  note(name, 1, toldOf(about));
}

/** Reports that an alarm's problem is over. Recipients of the alarm are notified. */
export function isOver(name: AlarmName, words: string) {
  log.info({ runbook: runbookOf(name) }, words);
  note(name, 0, "");
}

function note(name: AlarmName, count: number, line: string) {
  scope.twotrackAlarms ??= new Map();
  const before = scope.twotrackAlarms.get(name);
  scope.twotrackAlarms.set(name, {
    name,
    count: (before?.count ?? 0) + count,
    at: now(),
    lines: withLine(before?.lines ?? [], line),
    over: count === 0,
  });
}

/** The newest lines, without duplicates. */
export const withLine = (lines: string[], line: string) =>
  line === "" ? lines : [...lines.filter((known) => known !== line), line].slice(-mostLines);

/** Returns everything raised since the last call, and clears it. */
export function takeRaised(): Raised[] {
  const taken = [...(scope.twotrackAlarms?.values() ?? [])];
  scope.twotrackAlarms?.clear();
  return taken;
}

/** The fields that leave the shop with an alarm. None of them names a person or contains text that somebody typed. */
const toldNames = [
  "why",
  "code",
  "gateway",
  "about",
  "security",
  "seen",
  "count",
  "kind",
  "tries",
  "need",
  "order",
  "payment",
  "month",
  "names",
  "remainder",
  "call",
  "refund",
  "mail",
  "day",
  "key_pair",
  "version",
  "clock_ahead_seconds",
  "faults",
];

function toldOf(about: About): string {
  return toldNames
    .flatMap((name) => {
      const value = about[name];
      // Codes consist of letters, digits and a few punctuation characters; anything else stays in the log.
      if (typeof value === "number" || (typeof value === "string" && /^[\w.:/ -]{1,80}$/.test(value)))
        return [`${name}=${value}`];
      return [];
    })
    .join(" ");
}
