import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../http";
import type { Wrong, Wrongs } from "../wrongs";
import { notFound, withBody } from "./body";

/** Makes the gateway report something wrongly, lists that, and clears it. */
export function wrongRoutes<Kind extends string>(wrongs: Wrongs<Kind>): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const Order = z.strictObject({
    kind: z.enum(wrongs.kinds),
    target: z.string().min(1),
    by: z.number().int().optional(),
    from: z.iso
      .datetime({ offset: true })
      .transform((from) => Date.parse(from))
      .optional(),
  });

  routes.get("/", (c) => c.json(wrongs.list().map(printWrong)));
  routes.post("/", (c) =>
    withBody(c, Order, ({ kind, target, by, from }) => {
      const wrong = wrongs.set({ kind, target, by, from });
      return wrong ? c.json(printWrong(wrong), 201) : notFound(c);
    }),
  );
  routes.delete("/:id", (c) => (wrongs.clear({ id: c.req.param("id") }) ? c.body(null, 204) : notFound(c)));
  routes.delete("/", (c) => {
    wrongs.clear();
    return c.body(null, 204);
  });
  return routes;
}

function printWrong({ id, kind, target, by, from }: Wrong<string>) {
  return { id, kind, target, by, from: new Date(from).toISOString() };
}
