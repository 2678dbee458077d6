import { stripVTControlCharacters } from "node:util";
import { cutValues, log } from "./log";

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackLogged?: WeakSet<Error> };
scope.twotrackLogged ??= new WeakSet();
const logged = scope.twotrackLogged;

/**
 * Has what Next and libraries write to the console as an error or a warning go through the log instead: as JSON lines, and
 * without the values of queries, which name people. An error that was logged already is not told again.
 */
export function logConsole(target: Pick<Console, "error" | "warn"> = console) {
  target.error = (...said) => tell("error", said);
  target.warn = (...said) => tell("warn", said);
}

/** A page that broke off. `path` is the pattern of its address, without what stands in it. */
export function logBrokenPage(error: unknown, path: string, wasBusy: boolean) {
  if (error instanceof Error) logged.add(error);
  if (wasBusy) log.warn({ err: error, path }, "a page found the database too busy");
  else log.error({ err: error, path }, "a page broke off");
}

function tell(level: "error" | "warn", said: unknown[]) {
  const errors = said.filter((one) => one instanceof Error);
  const words = said
    .filter((one) => typeof one === "string")
    .map((one) => stripVTControlCharacters(one).trim());
  const text = words.join(" ").trim() || "written to the console";
  if (errors.length === 0) log[level](cutValues(text));
  for (const err of errors) {
    if (logged.has(err)) continue;
    logged.add(err);
    log[level]({ err }, cutValues(text));
  }
}
