import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { seconds, sleep } from "../clock";
import { callerOf } from "../http/caller";
import { sendProblem } from "../http/send-problem";
import { tooManyAtOnce } from "./queue";

/** How many sign-ins may run at once, per address and in total: passwords are hashed two at a time. */
const atOnce = { address: 6, all: 24 };

/** How long a sign-in counts at most, in milliseconds, so that a stalled client does not block others. */
const countedMs = seconds(5);

type Guard = { servers: WeakSet<Server>; inside: Map<string, number> };

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackSignInGuard?: Guard };

/**
 * Refuses sign-ins while too many others are in progress, before Next sees them, for the lifetime of the process:
 * refusing hundreds one by one would keep everybody else waiting. They get 503 with Retry-After.
 */
export function watchSignIns() {
  if (scope.twotrackSignInGuard) return;
  const guard: Guard = { servers: new WeakSet(), inside: new Map() };
  scope.twotrackSignInGuard = guard;
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    if (guard.servers.has(server)) return;
    guard.servers.add(server);
    standBefore(server, guard.inside);
  });
}

function standBefore(server: Server, inside: Guard["inside"]) {
  const usual = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (isSignIn(request) && !enters(request, response, inside))
      return void sendProblem(response, tooManyAtOnce());
    for (const listener of usual) listener.call(server, request, response);
  });
}

const isSignIn = ({ method, url }: IncomingMessage) =>
  method === "POST" && url?.split("?")[0] === "/admin/api/sign-in";

function enters({ headers }: IncomingMessage, response: ServerResponse, inside: Guard["inside"]): boolean {
  const caller = callerOf({ get: (name) => String(headers[name] ?? "") });
  const others = inside.get(caller) ?? 0;
  const all = [...inside.values()].reduce((sum, count) => sum + count, 0);
  if (others >= atOnce.address || all >= atOnce.all) return false;
  inside.set(caller, others + 1);
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  void sleep(countedMs, gone.signal).then(() => {
    const left = (inside.get(caller) ?? 1) - 1;
    if (left > 0) inside.set(caller, left);
    else inside.delete(caller);
  });
  return true;
}
