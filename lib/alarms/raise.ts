import { now } from "../clock";
import { type AlarmName, runbookOf } from "../contracts/alarm-names";
import { log } from "../log";

/** Codes, ids, counts and moments; what of it a person is sent is in `told`. */
type About = Record<string, unknown>;

/** An alarm as often as it was raised since it was last taken. */
export type Raised = {
  name: AlarmName;
  count: number;
  at: Date;
  /** A few of the things it was about, such as `why=mismatch order=ord_…`. */
  lines: string[];
  /** True when what it tells of is over. */
  over: boolean;
};

/** How many different things of one alarm are told of. */
export const mostLines = 5;

// On globalThis because a bundler may load this module twice. One entry a name, so that a storm takes no more room.
const scope = globalThis as typeof globalThis & { twotrackAlarms?: Map<AlarmName, Raised> };

/**
 * Asks for a person: writes a line with `alarm: true`, and has it sent to whoever hears alarms. It neither waits nor throws,
 * and may be called inside a unit of work.
 */
export function raise(name: AlarmName, about: About, words: string, level: "warn" | "error" = "error") {
  log[level]({ alarm: true, runbook: runbookOf(name), ...about }, words);
  note(name, 1, toldOf(about));
}

/** Says that what an alarm told of is over. Who heard of it hears of that too. */
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

/** The newest ones, each once. */
export const withLine = (lines: string[], line: string) =>
  line === "" ? lines : [...lines.filter((known) => known !== line), line].slice(-mostLines);

/** All that was raised since the last time, and forgets it. */
export function takeRaised(): Raised[] {
  const taken = [...(scope.twotrackAlarms?.values() ?? [])];
  scope.twotrackAlarms?.clear();
  return taken;
}

/** What leaves the shop with an alarm: none of it names a person or says what somebody typed. */
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
      // Codes are words of letters, digits and a few signs: what looks otherwise stays in the log.
      if (typeof value === "number" || (typeof value === "string" && /^[\w.:/ -]{1,80}$/.test(value)))
        return [`${name}=${value}`];
      return [];
    })
    .join(" ");
}
