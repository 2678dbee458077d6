import { Pool } from "undici";
import type { Why } from "./gateway";

export type HttpAnswer =
  | {
      is: "answered";
      status: number;
      headers: Record<string, string>;
      text: string;
      /** Undefined if the body is not JSON. */
      json: unknown;
    }
  | { is: "silent"; why: Extract<Why, "timeout" | "unreachable" | "not_sent"> };

export type HttpRequest = {
  method: "GET" | "POST" | "DELETE";
  path: string;
  headers: Record<string, string>;
  /** Objects are sent as JSON, strings as they are. */
  body?: object | string | undefined;
};

type HttpLimits = { connections: number; deadlineMs: number; maxBytes: number };

/** Sends requests over separate keep-alive connections. */
export function newHttp(limits: HttpLimits) {
  const pools = new Map<string, Pool>();
  const poolFor = (origin: string) => {
    const pool = pools.get(origin) ?? newPool(origin, limits);
    pools.set(origin, pool);
    return pool;
  };

  /** Sends one request, which ends by `deadline` even if the gateway sends its response byte by byte. */
  return async (baseUrl: string, request: HttpRequest, deadline: AbortSignal): Promise<HttpAnswer> => {
    const { method, path, headers, body } = request;
    try {
      const answer = await poolFor(new URL(baseUrl).origin).request({
        method,
        path,
        headers: typeof body === "object" ? { ...headers, "content-type": "application/json" } : headers,
        body: typeof body === "object" ? JSON.stringify(body) : (body ?? null),
        signal: deadline,
      });
      const text = await answer.body.text();
      return {
        is: "answered",
        status: answer.statusCode,
        headers: flat(answer.headers),
        text,
        json: parse(text),
      };
    } catch (error) {
      return { is: "silent", why: deadline.aborted || isTimeout(error) ? "timeout" : "unreachable" };
    }
  };
}

const newPool = (origin: string, { connections, deadlineMs, maxBytes }: HttpLimits) =>
  new Pool(origin, {
    connections,
    connect: { timeout: 5_000 },
    headersTimeout: deadlineMs,
    bodyTimeout: deadlineMs,
    maxResponseSize: maxBytes,
  });

const isTimeout = (error: unknown) => timeouts.has(codeOf(error));

const timeouts = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

const codeOf = (error: unknown) =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );

/** Undefined if it is not JSON; the adapter then reports `malformed`. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
