import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { countdown, endOfTurn, seconds, sleep } from "../clock";
import { isEnding } from "../ending";
import { retryAfterSeconds } from "../http/ingress";
import { sendProblem } from "../http/send-problem";
import { Problem } from "../problem";

type Drain = { servers: Set<Server>; answering: Set<ServerResponse>; closed: boolean };

// On globalThis because a bundler may load this module twice.
const scope = globalThis as typeof globalThis & { twotrackDrain?: Drain };

/** Tracks every request that is being answered, for the lifetime of the process. */
export function watchRequests() {
  if (scope.twotrackDrain) return;
  const drain: Drain = { servers: new Set(), answering: new Set(), closed: false };
  scope.twotrackDrain = drain;
  subscribe("http.server.request.start", (message) => {
    const { response, server } = message as { response: ServerResponse; server: Server };
    drain.answering.add(response);
    response.once("close", () => drain.answering.delete(response));
    if (isEnding()) sendElsewhere(response);
    // A request that was on its way when the shop stopped listening may be the server's first.
    if (drain.closed && !drain.servers.has(server)) void close(server);
    drain.servers.add(server);
  });
}

/** Makes the client reconnect, and thereby reach another instance if there is one. */
function sendElsewhere(response: ServerResponse) {
  if (!response.headersSent) response.setHeader("connection", "close");
}

/** Makes all clients with a pending request reconnect after it. */
export function sendEverybodyElsewhere() {
  for (const response of scope.twotrackDrain?.answering ?? []) sendElsewhere(response);
}

/**
 * Stops accepting connections. Requests on existing connections are answered for one more second, later ones are
 * refused. Requests that have started are finished.
 */
export async function drainRequests(): Promise<void> {
  const drain = scope.twotrackDrain;
  if (!drain || drain.closed) return;
  drain.closed = true;
  await Promise.all([...drain.servers].map(close));
}

/** How many requests are being answered. */
export const requestsLeft = () => scope.twotrackDrain?.answering.size ?? 0;

/** How long to wait for requests on connections that were accepted, in milliseconds. */
const onTheWayMs = seconds(1);
/** How long to wait for a pause between new connections before closing the port anyway, in milliseconds. */
const quietMs = seconds(1);

async function close(server: Server) {
  const letIn = keepBack(server);
  await untilNobodyWaits(server);
  const allGone = new Promise((resolve) => server.close(resolve));
  letIn();
  await Promise.race([allGone, sleep(onTheWayMs)]);
  server.removeAllListeners("request");
  server.on("request", (_: IncomingMessage, response: ServerResponse) => void refuse(response));
}

/** Holds requests back to keep each turn short. The returned function releases them. */
function keepBack(server: Server): () => void {
  const usual = server.listeners("request") as ((...args: unknown[]) => void)[];
  const waiting: unknown[][] = [];
  server.removeAllListeners("request");
  server.on("request", (...args) => waiting.push(args));
  return () => {
    server.removeAllListeners("request");
    for (const listener of usual) server.on("request", listener);
    for (const args of waiting) server.emit("request", ...args);
  };
}

/**
 * The system accepts connections before Node does, and Node fetches one per turn. A connection that was not fetched
 * when the port closes is cut off with its request unanswered. Resolves at the end of a turn without a new connection.
 */
async function untilNobodyWaits(server: Server) {
  let came = 0;
  const count = () => {
    came += 1;
  };
  server.on("connection", count);
  const left = countdown(quietMs);
  await endOfTurn();
  for (let isQuiet = false; !isQuiet && left() > 0; ) {
    const before = came;
    const short = countdown(1);
    await endOfTurn();
    // In a long turn, a connection may have arrived after the check.
    isQuiet = came === before && short() > 0;
  }
  server.off("connection", count);
}

const refuse = (response: ServerResponse) =>
  sendProblem(response, new Problem("not_ready", "The shop is restarting. Nothing was done. Try again."), {
    "retry-after": String(retryAfterSeconds),
    connection: "close",
  });
