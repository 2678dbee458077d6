import { AsyncLocalStorage } from "node:async_hooks";
import { pino } from "pino";

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackRequest?: AsyncLocalStorage<Answered> };
scope.twotrackRequest ??= new AsyncLocalStorage<Answered>();
const current = scope.twotrackRequest;

/** A request that is being answered, and whom it turned out to be about. */
type Answered = { id: string; subject?: string };

/** The id of the request being answered, also in the work it started and left running. */
export const requestId = () => current.getStore()?.id;

export const withRequestId = <T>(id: string, run: () => T): T => current.run({ id }, run);

/** Remembers for the security log whom this request is about, such as `staff:<id>`: an id, never a name or an address. */
export function noteSubject(subject: string) {
  const answered = current.getStore();
  if (answered) answered.subject = subject;
}

export const requestSubject = () => current.getStore()?.subject;

const sink = globalThis as typeof globalThis & { twotrackLogTo?: (line: string) => void };

/** Where every line goes as well as to standard output; undefined for nowhere. It must neither throw nor wait. */
export function logTo(take: ((line: string) => void) | undefined) {
  if (take) sink.twotrackLogTo = take;
  else delete sink.twotrackLogTo;
}

const standardOutput = pino.destination(1);

/**
 * One JSON line per event. Log codes and ids, never a body, a key or a shopper's name. A line with
 * `alarm: true` asks for a person.
 */
export const log = pino(
  {
    level: process.env.LOG_LEVEL || "info",
    base: null,
    serializers: { err: withoutValues },
    mixin: () => ({ request_id: requestId() }),
  },
  {
    write(line: string) {
      standardOutput.write(line);
      sink.twotrackLogTo?.(line);
    },
  },
);

/** An error as pino tells it. drizzle's carry the values of their query, and PostgreSQL's what did not fit: both name people. */
function withoutValues(error: Error) {
  // Anything may be thrown; what is no error has nothing that is known to be safe to tell.
  if (!(error instanceof Error)) return { message: `no error was thrown, but ${typeof error}` };
  const { params: _, detail: __, where: ___, ...told } = pino.stdSerializers.err(error);
  return { ...told, message: cutValues(told.message), stack: cutValues(told.stack) };
}

/** A text without the values of a query: those that drizzle lists, and the one that PostgreSQL quotes after a colon. */
export const cutValues = (text: string) =>
  text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/g, "").replace(/: "(?:[^"\\]|\\.)*"/g, ': "…"');
