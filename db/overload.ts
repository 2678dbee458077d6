import { codeOf, UnitTooLong } from "./unit";

/**
 * Whether an error means that the database is too busy or unreachable: it would have worked at another moment, and
 * nothing was written. Source: PostgreSQL, "Error Codes", classes 08, 53 and 57P; SQLite, "Result Codes".
 */
export function isOverload(error: unknown): boolean {
  const code = codeOf(error);
  return (
    isBusy(error) || awayCodes.has(code) || /^(08|53|57P)...?$/.test(code) || causesOf(error).some(isLost)
  );
}

/** Whether an error comes from a database that answers but is too busy right now. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return busyCodes.has(code) || /^SQLITE_(BUSY|LOCKED)/.test(code) || causesOf(error).some(isOverdue);
}

/**
 * Whether an error means that the database is not writable: its disk is full or broken, or it is read-only, as a
 * PostgreSQL is after another one took its place. Nothing was written. Source: SQLite, "Result Codes"; PostgreSQL,
 * "Error Codes".
 */
export const isUnwritable = (error: unknown): boolean =>
  /^(SQLITE_(FULL|IOERR|READONLY|CANTOPEN)|(53100|25006|58030|ENOSPC|EDQUOT|EROFS|EACCES)$)/.test(
    codeOf(error),
  );

/** Statement timeout, lock timeout, an idle unit of work, and units that conflicted too often. */
const busyCodes: ReadonlySet<string> = new Set(["57014", "55P03", "25P03", "40001", "40P01"]);

/** A server that cannot be reached or found right now, for example during a failover. */
const awayCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

// The pool has no codes for these, only messages.
const isOverdue = (error: unknown) =>
  error instanceof UnitTooLong ||
  says(error, /^(timeout exceeded when trying to connect|Query read timeout)/);
const isLost = (error: unknown) =>
  says(error, /^(Connection terminated|Client has encountered a connection error)/);
const says = (error: unknown, words: RegExp) => error instanceof Error && words.test(error.message);

function causesOf(error: unknown): unknown[] {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? [error] : [error, ...causesOf(cause)];
}
