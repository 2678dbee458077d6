import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { countdown, seconds, sleep } from "../clock";
import { isEnding } from "../ending";
import { retryAfterSeconds } from "../http/front-door";
import { sendProblem } from "../http/send-problem";
import { Problem } from "../problem";

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
    if (door.closed && !door.servers.has(server)) void close(server);
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

/**
 * Takes no connection any more. Whoever had connected by then is answered as ever, and refused where they ask later than a
 * second after. What has begun goes on.
 */
export async function closeDoor(): Promise<void> {
  const door = scope.twotrackClosingDoor;
  if (!door || door.closed) return;
  door.closed = true;
  await Promise.all([...door.servers].map(close));
}

/** How many requests are being answered. */
export const requestsLeft = () => scope.twotrackClosingDoor?.answering.size ?? 0;

/** How long a request may be on its way over a connection that was taken, in milliseconds. */
const onTheWayMs = seconds(1);
/** How long a port that is never quiet is left open, in milliseconds. */
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

/** Keeps requests back, so that each turn is a short one. What is answered lets them in. */
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
 * The system takes connections before Node does, which fetches one of them in each turn. Whoever is not fetched when the port
 * is closed is cut off, their request sent and not answered. This resolves at the end of a turn that found nobody.
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
    // In a long turn somebody may have come after it had looked.
    isQuiet = came === before && short() > 0;
  }
  server.off("connection", count);
}

const endOfTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

const refuse = (response: ServerResponse) =>
  sendProblem(response, new Problem("not_ready", "The shop is restarting. Nothing was done. Try again."), {
    "retry-after": String(retryAfterSeconds),
    connection: "close",
  });
