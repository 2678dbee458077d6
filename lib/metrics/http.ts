import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { metrics } from "./registry";
import { routeOf } from "./routes";

type Seen = { route: string; method: string; at: number };

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackHttpWatched?: boolean };

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Counts and times every request from its arrival to the end of its response, for the lifetime of the process. */
export function watchRequests() {
  if (scope.twotrackHttpWatched) return;
  scope.twotrackHttpWatched = true;
  const { http } = metrics();
  const seen = new WeakMap<object, Seen>();
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const method = methods.has(request.method ?? "") ? String(request.method) : "other";
    seen.set(request, { route: routeOf(request.url ?? ""), method, at: performance.now() });
  });
  subscribe("http.server.response.finish", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const begun = seen.get(request);
    if (!begun) return;
    const status = `${Math.floor(response.statusCode / 100)}xx`;
    http.observe(
      { route: begun.route, method: begun.method, status },
      (performance.now() - begun.at) / 1_000,
    );
  });
}
