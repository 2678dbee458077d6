import type { Context } from "hono";
import { preferredLanguage } from "../../kit/text";
import { describeError, type Refusal, statusOf } from "../errors";

/** The refusal of a control route, in the gateway's own format. */
export function refused(c: Context, { refused }: Refusal): Response {
  return Response.json(describeError(refused, preferredLanguage(c.req.header("accept-language"))), {
    status: statusOf(refused),
  });
}
