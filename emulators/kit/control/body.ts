import type { Context } from "hono";
import { z } from "zod";
import { type Bindings, readJson } from "../http";

/** Parses the body of a control route and works with it; a body that does not fit is refused with 400. */
export async function withBody<Schema extends z.ZodType>(
  c: Context<Bindings>,
  schema: Schema,
  work: (body: z.output<Schema>) => Response | Promise<Response>,
): Promise<Response> {
  const parsed = schema.safeParse(await readJson(c));
  return parsed.success ? work(parsed.data) : c.json({ error: z.prettifyError(parsed.error) }, 400);
}

/** A body that may be missing. */
export function optionalBody<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((body) => body ?? {}, schema);
}

export function notFound(c: Context): Response {
  return c.json({ error: "not found" }, 404);
}
