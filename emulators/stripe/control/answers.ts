import type { Context } from "hono";
import type { z } from "zod";
import { optionalBody, withBody } from "../../kit/control/body";
import type { Bindings } from "../../kit/http";
import type { Collection } from "../../kit/memory";
import { isRefusal, missing, printError, type Refusal } from "../errors";
import type { Stripe } from "../stripe";
import { act } from "../verbs/act";

/** The result of a control route, or its refusal in the gateway's own format. */
export function shown<Found extends object>(
  outcome: Found | Refusal,
  print: (found: Found) => object,
): Response {
  if (!isRefusal(outcome)) return Response.json(print(outcome));
  const { status, error } = outcome.refused;
  return Response.json(printError(error, "req_control"), { status });
}

/** A kind of object that control routes act on: where it is, and what a refusal calls it and its parameter. */
type Kind<Doc extends { id: string }> = {
  collection: Collection<Doc>;
  name: string;
  param: string;
};

/** Acts on the object that the path names, with the body if there is one. */
export function actOn<Doc extends { id: string }, Schema extends z.ZodType, Done extends object>(
  stripe: Stripe,
  c: Context<Bindings>,
  kind: Kind<Doc>,
  schema: Schema,
  work: (found: Doc, how: z.output<Schema>) => Done | Refusal,
  print: (done: Done) => object,
): Promise<Response> {
  const id = c.req.param("id") ?? "";
  return withBody(c, optionalBody(schema), (how) => {
    const outcome = act(stripe, () => {
      const found = kind.collection.get(id);
      return found ? work(found, how) : missing(kind.name, id, kind.param);
    });
    return shown(outcome, print);
  });
}
