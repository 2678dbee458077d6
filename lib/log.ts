import { AsyncLocalStorage } from "node:async_hooks";
import { pino } from "pino";

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackRequest?: AsyncLocalStorage<Answered> };
scope.twotrackRequest ??= new AsyncLocalStorage<Answered>();
const current = scope.twotrackRequest;

/** A request that is being answered, and who it is about once that is known. */
type Answered = { id: string; subject?: string };

/** The ID of the request being answered, also within the work it started and left running. */
export const requestId = () => current.getStore()?.id;

export const withRequestId = <T>(id: string, run: () => T): T => current.run({ id }, run);

/** Records for the security log who this request is about, such as `staff:<id>`: an ID, never a name or an address. */
export function noteSubject(subject: string) {
  const answered = current.getStore();
  if (answered) answered.subject = subject;
}

export const requestSubject = () => current.getStore()?.subject;

const sink = globalThis as typeof globalThis & { twotrackLogTo?: (line: string) => void };

/**
 * Sends every log line to `take` as well as to standard output; undefined turns that off. `take` must not throw or
 * block.
 */
export function logTo(take: ((line: string) => void) | undefined) {
  if (take) sink.twotrackLogTo = take;
  else delete sink.twotrackLogTo;
}

const standardOutput = pino.destination(1);

/**
 * One JSON line per event. Log codes and IDs, never a body, a key or a shopper's name. A line with `alarm: true` needs
 * an operator.
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

/**
 * Serializes an error like pino, minus values: drizzle's errors contain the values of their query, and PostgreSQL's the
 * value that did not fit. Both may name people.
 */
function withoutValues(error: Error) {
  // Anything may be thrown. For a value that is not an Error, nothing is known to be safe to log.
  if (!(error instanceof Error)) return { message: `no error was thrown, but ${typeof error}` };
  const { params: _, detail: __, where: ___, ...told } = pino.stdSerializers.err(error);
  return { ...told, message: cutValues(told.message), stack: cutValues(told.stack) };
}

/** Removes query values from a text: the ones drizzle lists, and the one PostgreSQL quotes after a colon. */
export const cutValues = (text: string) =>
  text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/g, "").replace(/: "(?:[^"\\]|\\.)*"/g, ': "…"');
