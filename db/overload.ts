import { codeOf, UnitTooLong } from "./unit";

/**
 * True of a failure of a database that is too busy or away: it would have worked at another moment, and nothing was
 * written. Source: PostgreSQL, "Error Codes", classes 08, 53 and 57P; SQLite, "Result Codes".
 */
export function isOverload(error: unknown): boolean {
  const code = codeOf(error);
  return (
    busyCodes.has(code) ||
    /^(08|53|57P)...?$|^SQLITE_(BUSY|LOCKED)/.test(code) ||
    causesOf(error).some(isBusy)
  );
}

/**
 * Statement time-out, lock time-out, a unit left idle, units that crossed too often, and a server that cannot be reached
 * or found just now, as while another one takes its place.
 */
const busyCodes: ReadonlySet<string> = new Set([
  "57014",
  "55P03",
  "25P03",
  "40001",
  "40P01",
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

// The pool says it in words alone.
const isBusy = (error: unknown) =>
  error instanceof UnitTooLong ||
  (error instanceof Error &&
    /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error)/.test(
      error.message,
    ));

function causesOf(error: unknown): unknown[] {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? [error] : [error, ...causesOf(cause)];
}
