import { Pool } from "undici";
import type { Why } from "./gateway";

export type HttpAnswer =
  | { is: "answered"; status: number; json: unknown }
  | { is: "silent"; why: Extract<Why, "timeout" | "unreachable"> };

type HttpRequest = { method: "GET" | "POST"; path: string; headers: Record<string, string>; body?: object };

/** How long a gateway may take to answer, in milliseconds. What it did by then we find out. */
const answerTimeoutMs = 30_000;

const pools = new Map<string, Pool>();

/**
 * One request over a kept-alive connection. Never throws for what a network does and never retries: a
 * request that broke may have been acted upon.
 */
export async function send(baseUrl: string, request: HttpRequest): Promise<HttpAnswer> {
  const { method, path, headers, body } = request;
  try {
    const answer = await poolFor(baseUrl).request({
      method,
      path,
      headers: body ? { ...headers, "content-type": "application/json" } : headers,
      body: body ? JSON.stringify(body) : null,
    });
    return { is: "answered", status: answer.statusCode, json: parse(await answer.body.text()) };
  } catch (error) {
    return { is: "silent", why: timeouts.has(codeOf(error)) ? "timeout" : "unreachable" };
  }
}

function poolFor(baseUrl: string) {
  const origin = new URL(baseUrl).origin;
  const pool =
    pools.get(origin) ??
    new Pool(origin, {
      connections: 64,
      connect: { timeout: 5_000 },
      headersTimeout: answerTimeoutMs,
      bodyTimeout: answerTimeoutMs,
      maxResponseSize: 1_048_576,
    });
  pools.set(origin, pool);
  return pool;
}

const timeouts = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

const codeOf = (error: unknown) =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** Undefined for what is not JSON; the adapter calls it malformed. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
