import { isRefusal, printError, type Refusal } from "../errors";

/** What a control route found or did, or why not, in the gateway's own shape. */
export function shown<Found extends object>(
  outcome: Found | Refusal,
  print: (found: Found) => object,
): Response {
  if (!isRefusal(outcome)) return Response.json(print(outcome));
  const { status, error } = outcome.refused;
  return Response.json(printError(error, "req_control"), { status });
}
