import type { z } from "zod";
import { isOverload, isUnwritable } from "@/db/overload";
import { newId } from "../clock";
import type { Operation } from "../contracts/operation";
import { log, withRequestId } from "../log";
import { Problem } from "../problem";
import { env } from "../settings/env";
import { hashBody, type KeyedRequest } from "./idempotency";
import { retryAfterSeconds } from "./ingress";
import { plainWords } from "./plain-words";
import { tellRefusal } from "./security-log";

/** A handler's result: its JSON, and a status and headers if they differ from the operation's. */
export type Reply<Body> = { body: Body; status?: number; headers?: [name: string, value: string][] };

/** A request with its parsed input, and whatever else a handler may need. */
export type Incoming<Input, Caller = undefined> = {
  input: Input;
  /** The result of `admit`, if the endpoint is guarded. */
  caller: Caller;
  headers: Headers;
  /** Aborts when the client disconnects. */
  gone: AbortSignal;
  /** The Idempotency-Key for this caller, if one was sent. */
  keyed(caller: string): KeyedRequest | undefined;
};

type Handler = (request: Request) => Promise<Response>;
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Handlers = Record<(typeof methods)[number], Handler>;

/** Builds a route's handlers for all methods, including unsupported ones, from an operation and its implementation. */
export const endpoint = <Input extends z.ZodType, Body extends z.ZodType>(
  operation: Operation<Input, Body>,
  run: (incoming: Incoming<z.output<Input>>) => Promise<Reply<z.input<Body>>>,
): Handlers => guarded(operation, async () => undefined, run);

/** Like `endpoint`, with authentication first: `admit` rejects by throwing. */
export function guarded<Input extends z.ZodType, Body extends z.ZodType, Caller>(
  operation: Operation<Input, Body>,
  admit: (headers: Headers) => Promise<Caller>,
  run: (incoming: Incoming<z.output<Input>, Caller>) => Promise<Reply<z.input<Body>>>,
): Handlers {
  return handlers(operation.method, answeringTo(operation, admit, run));
}

/** One operation of a path that has another: `handlers` takes the one that writes and the one that reads. */
export const answering = <Input extends z.ZodType, Body extends z.ZodType>(
  operation: Operation<Input, Body>,
  run: (incoming: Incoming<z.output<Input>>) => Promise<Reply<z.input<Body>>>,
): Handler => answeringTo(operation, async () => undefined, run);

const answeringTo =
  <Input extends z.ZodType, Body extends z.ZodType, Caller>(
    operation: Operation<Input, Body>,
    admit: (headers: Headers) => Promise<Caller>,
    run: (incoming: Incoming<z.output<Input>, Caller>) => Promise<Reply<z.input<Body>>>,
  ): Handler =>
  async (request) => {
    const caller = await admit(request.headers);
    const raw = operation.method === "GET" ? queryOf(request) : await jsonOf(request, operation.maxBytes);
    const input = parsed(operation.input, raw);
    const { body, status, headers } = await run({
      input,
      caller,
      headers: request.headers,
      gone: request.signal,
      keyed: (caller) => keyedBy(request.headers, operation.path, caller, input),
    });
    return Response.json(body, { status: status ?? operation.status, headers: headers ?? [] });
  };

/** Handlers of a route with a custom response, such as a redirect or a webhook; a POST route may also answer `get`. */
export function handlers(method: "GET" | "POST", run: Handler, get?: Handler): Handlers {
  const reads = method === "GET" || get !== undefined;
  const allow = [...(reads ? ["GET", "HEAD"] : []), ...(method === "POST" ? ["POST"] : []), "OPTIONS"].join(
    ", ",
  );
  const taken = get ? "GET and POST" : method;
  const refuse = traced(() => {
    throw new Problem("method_not_allowed", `This endpoint accepts ${taken} only.`, { headers: { allow } });
  });
  const given = traced(run);
  const read = get ? traced(get) : method === "GET" ? given : refuse;
  const options = async () => new Response(null, { status: 204, headers: { allow } });
  return {
    GET: read,
    HEAD: read,
    POST: method === "POST" ? given : refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
    OPTIONS: options,
  };
}

/** The same handler for all methods. */
export function anyMethod(run: Handler): Handlers {
  const given = traced(run);
  return Object.fromEntries(methods.map((method) => [method, given])) as Handlers;
}

export const nothingThere = () => new Problem("not_found", "This URL does not exist.");

/** Handlers for unknown URLs under an API's prefix: programs get a problem, not a page. */
export const nothingHere = anyMethod(async () => {
  throw nothingThere();
});

const overloaded = () =>
  new Problem(
    "overloaded",
    "Too many requests are waiting for the database. Nothing was written. Try again.",
    {
      headers: { "retry-after": String(retryAfterSeconds) },
    },
  );

const unwritable = () =>
  new Problem(
    "overloaded",
    "The shop cannot write to its database at the moment. Nothing is lost. Try again.",
    {
      headers: { "retry-after": String(retryAfterSeconds) },
    },
  );

/** Whether a request is not a visit yet: a prefetch, or only for the headers. */
export const isAhead = (request: Request) =>
  request.method === "HEAD" ||
  ["purpose", "sec-purpose"].some((name) => request.headers.get(name)?.includes("prefetch"));

/** Returns the request's idempotency key. Throws `idempotency_key_required` if there is none. */
export function needsKey(keyed: KeyedRequest | undefined): KeyedRequest {
  if (keyed) return keyed;
  throw new Problem(
    "idempotency_key_required",
    "This request requires an Idempotency-Key header, so that it is carried out only once.",
    {
      errors: [{ field: "Idempotency-Key", message: "1 to 255 printable ASCII characters" }],
    },
  );
}

/** Parses external input. Throws `invalid_request` with the name of each invalid field. */
export function parsed<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const result = schema.safeParse(raw, { error: plainWords });
  if (!result.success) throw invalid(result.error.issues);
  return result.data;
}

/** Throws `origin_not_allowed` for a cookie-authenticated write that a page of another site could have sent. */
export function assertOwnPage(headers: Headers) {
  const origin = headers.get("origin");
  if (!origin || !env().ownOrigins.includes(origin))
    throw new Problem(
      "origin_not_allowed",
      `This request must come from one of the shop's own pages, at ${env().appUrl}.`,
      {
        see: env().appUrl,
      },
    );
}

/** Maximum size of a JSON body, in bytes, unless its operation takes more. */
const jsonLimit = 64 * 1024;

/** The client disconnected before its request arrived in full. */
class CallerGone extends Error {}

/** Reads a body of up to `limit` bytes. Throws `body_too_large` before more than that is held in memory. */
export async function bodyOf(request: Request, limit: number): Promise<string> {
  const tooLarge = () =>
    new Problem("body_too_large", `The request body may be at most ${limit / 1024} KiB.`);
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > limit) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw isGone(error, request) ? new CallerGone() : error;
  }
  return textOf(Buffer.concat(chunks));
}

/** On a closed connection Node ends the body with ECONNRESET, and Next aborts its request. */
const isGone = (error: unknown, { signal }: Request) =>
  signal.aborted || (error instanceof Error && "code" in error && error.code === "ECONNRESET");

/** Throws `invalid_request` if the bytes are not UTF-8: they would be stored as other characters than were sent. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Problem("invalid_request", "The body is not valid UTF-8.");
  }
}

async function jsonOf(request: Request, limit = jsonLimit): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new Problem("unsupported_media_type", "Send JSON, with Content-Type: application/json.");
  const text = await bodyOf(request, limit);
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("invalid_json", "The body is not valid JSON.");
  }
}

/**
 * The query of a gateway's redirect, tolerating damage in transit: parameters repeated, or `&amp;` in place of `&`.
 * Repeated equal values become one; different values stay a list.
 */
export function returnQueryOf(request: Request): Record<string, string | string[]> {
  const search = new URL(request.url).search.slice(1).replaceAll("&amp;", "&").replaceAll("?", "&");
  const sent = new URLSearchParams(search);
  return Object.fromEntries(
    [...new Set(sent.keys())].map((name) => {
      const values = [...new Set(sent.getAll(name))];
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

/** The query as an object; a repeated parameter becomes a list, which no contract accepts. */
export function queryOf(request: Request): Record<string, string | string[]> {
  const { searchParams } = new URL(request.url);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

function keyedBy(
  headers: Headers,
  operation: string,
  caller: string,
  body: unknown,
): KeyedRequest | undefined {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (!/^[\x20-\x7e]{1,255}$/.test(key))
    throw new Problem("invalid_request", "The Idempotency-Key is invalid.", {
      errors: [{ field: "Idempotency-Key", message: "1 to 255 printable ASCII characters" }],
    });
  return { caller, operation, key, bodyHash: hashBody(body) };
}

type Issue = z.core.$ZodIssue;

function invalid(issues: Issue[]) {
  const errors = flat(issues).flatMap((issue) => {
    const field = issue.path.join(".");
    if (issue.code !== "unrecognized_keys") return [{ field, message: issue.message }];
    return issue.keys.map((key) => ({
      field: [...issue.path, key].join("."),
      message: "Unknown field",
    }));
  });
  const fields = [...new Set(errors.map((error) => error.field).filter(Boolean))].slice(0, 5).join(", ");
  const detail = fields ? `Invalid fields: ${fields}.` : "The request is invalid.";
  return new Problem("invalid_request", detail, { errors: errors.slice(0, 50) });
}

/** For a union, reports the issues of the variant the body comes closest to, or of several that are equally close. */
const flat = (issues: Issue[]): Issue[] =>
  issues.flatMap((issue) => {
    if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
    const fewest = Math.min(...issue.errors.map((shape) => shape.length));
    const inside = flat(issue.errors.filter((shape) => shape.length === fewest).flat());
    const byField = new Map(inside.toReversed().map((inner) => [inner.path.join("."), inner]));
    return [...byField.values()]
      .toReversed()
      .map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  });

/** Assigns the request an ID and turns anything thrown into a problem; Next would answer with an empty 500. */
function traced(run: (request: Request) => Promise<Response>): Handler {
  return (request) => {
    const given = request.headers.get("x-request-id");
    const id = given && /^[\w-]{8,64}$/.test(given) ? given : newId("req");
    return withRequestId(id, async () => {
      const response = await answer(run, request);
      response.headers.set("x-request-id", id);
      // Only a response that says so may be kept, such as the shop's logo.
      if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
      return response;
    });
  };
}

async function answer(run: Handler, request: Request): Promise<Response> {
  try {
    return await run(request);
  } catch (error) {
    if (error instanceof Problem) {
      tellRefusal(error, request);
      return error.toResponse();
    }
    // Nobody reads the response, and nothing failed on our side.
    if (error instanceof CallerGone) return new Response(null, { status: 499 });
    if (isUnwritable(error)) {
      log.warn({ err: error, method: request.method }, "a request found a database that takes no writes");
      return unwritable().toResponse();
    }
    if (isOverload(error)) {
      log.warn({ err: error, method: request.method }, "a request found the database too busy");
      return overloaded().toResponse();
    }
    log.error({ err: error, method: request.method }, "a request broke off");
    return new Problem(
      "internal_error",
      "Something went wrong on our side. Nothing is lost. Try again, and quote the request ID if it keeps failing.",
    ).toResponse();
  }
}
