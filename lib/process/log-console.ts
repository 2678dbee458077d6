import { stripVTControlCharacters } from "node:util";
import { cutValues, log } from "../log";

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackLogged?: WeakSet<Error> };
scope.twotrackLogged ??= new WeakSet();
const logged = scope.twotrackLogged;

/**
 * Routes errors and warnings that Next and libraries write to the console through the log: as JSON lines, and without
 * the values of queries, which name people. An error that was already logged is not logged again.
 */
export function logConsole(target: Pick<Console, "error" | "warn"> = console) {
  target.error = (...said) => tell("error", said);
  target.warn = (...said) => tell("warn", said);
}

/**
 * Logs a page that failed. `path` is its route pattern, without parameter values. Next writes most errors to the
 * console before it reports them here; such an error is identified by its digest, which its console line also has.
 */
export function logBrokenPage(error: unknown, path: string, wasBusy: boolean) {
  const level = wasBusy ? "warn" : "error";
  const words = wasBusy ? "a page found the database too busy" : "a page broke off";
  if (error instanceof Error && logged.has(error)) log[level]({ path, digest: digestOf(error) }, words);
  else log[level]({ err: error, path }, words);
  if (error instanceof Error) logged.add(error);
}

const digestOf = (error: Error) => ("digest" in error ? error.digest : undefined);

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
