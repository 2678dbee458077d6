import type { ServerResponse } from "node:http";
import type { Problem } from "../problem";

/** Responds with a problem to a request that Next never sees. */
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
