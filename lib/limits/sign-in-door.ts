import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { seconds, sleep } from "../clock";
import { callerOf } from "../http/caller";
import { sendProblem } from "../http/send-problem";
import { tooManyAtOnce } from "./queue";

/** So many may sign in at once, of one address and in all: what a password costs is worked off two at a time. */
const atOnce = { address: 6, all: 24 };

/** Whoever sends nothing more does not stand in the way of others for longer than this, in milliseconds. */
const countedMs = seconds(5);

type Door = { servers: WeakSet<Server>; inside: Map<string, number> };

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackSignInDoor?: Door };

/**
 * Turns sign-ins away while too many others are under way, before Next sees them, for as long as the process lives: to refuse
 * hundreds one by one would keep everybody else waiting. They are told 503, with Retry-After.
 */
export function watchSignIns() {
  if (scope.twotrackSignInDoor) return;
  const door: Door = { servers: new WeakSet(), inside: new Map() };
  scope.twotrackSignInDoor = door;
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    if (door.servers.has(server)) return;
    door.servers.add(server);
    standBefore(server, door.inside);
  });
}

function standBefore(server: Server, inside: Door["inside"]) {
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

function enters({ headers }: IncomingMessage, response: ServerResponse, inside: Door["inside"]): boolean {
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
