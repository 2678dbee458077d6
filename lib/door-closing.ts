import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { isEnding } from "./ending";
import { retryAfterSeconds } from "./front-door";
import { Problem } from "./problem";

type Door = { servers: Set<Server>; answering: Set<ServerResponse>; closed: boolean };

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackClosingDoor?: Door };

/** Notes every request that is being answered, for as long as the process lives. */
export function watchRequests() {
  if (scope.twotrackClosingDoor) return;
  const door: Door = { servers: new Set(), answering: new Set(), closed: false };
  scope.twotrackClosingDoor = door;
  subscribe("http.server.request.start", (message) => {
    const { response, server } = message as { response: ServerResponse; server: Server };
    door.answering.add(response);
    response.once("close", () => door.answering.delete(response));
    if (isEnding()) sendElsewhere(response);
    // A request that was on its way while the door was closed may be the first one of all.
    if (door.closed && !door.servers.has(server)) close(server);
    door.servers.add(server);
  });
}

/** Whoever asked comes back over a new connection: to another instance, if there is one. */
function sendElsewhere(response: ServerResponse) {
  if (!response.headersSent) response.setHeader("connection", "close");
}

/** Has everybody who is being answered come back over a new connection. */
export function sendEverybodyElsewhere() {
  for (const response of scope.twotrackClosingDoor?.answering ?? []) sendElsewhere(response);
}

/** Takes no connection any more, and refuses what still comes over one that is open. What has begun goes on. */
export function closeDoor() {
  const door = scope.twotrackClosingDoor;
  if (!door || door.closed) return;
  door.closed = true;
  for (const server of door.servers) close(server);
}

/** How many requests are being answered. */
export const requestsLeft = () => scope.twotrackClosingDoor?.answering.size ?? 0;

function close(server: Server) {
  server.close();
  server.removeAllListeners("request");
  server.on("request", (_: IncomingMessage, response: ServerResponse) => void refuse(response));
}

async function refuse(response: ServerResponse) {
  const problem = new Problem(
    "not_ready",
    "The shop is restarting. Nothing was done: ask again.",
  ).toResponse();
  response.writeHead(problem.status, {
    ...Object.fromEntries(problem.headers),
    "retry-after": String(retryAfterSeconds),
    "cache-control": "no-store",
    connection: "close",
  });
  response.end(await problem.text());
}
