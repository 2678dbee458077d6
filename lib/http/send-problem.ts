import type { ServerResponse } from "node:http";
import type { Problem } from "../problem";

/** Answers a request that Next never sees with a problem. */
export async function sendProblem(
  response: ServerResponse,
  problem: Problem,
  headers: Record<string, string> = {},
): Promise<void> {
  const told = problem.toResponse();
  response.writeHead(told.status, {
    ...Object.fromEntries(told.headers),
    "cache-control": "no-store",
    ...headers,
  });
  response.end(await told.text());
}
