import { isRefusal, printError, type Refusal } from "../errors";

/** The result of a control route, or its refusal in the gateway's own format. */
export function shown<Found extends object>(
  outcome: Found | Refusal,
  print: (found: Found) => object,
): Response {
  if (!isRefusal(outcome)) return Response.json(print(outcome));
  const { status, error } = outcome.refused;
  return Response.json(printError(error, "req_control"), { status });
}
