import { Hono } from "hono";
import { z } from "zod";
import type { Clock } from "../clock";
import type { Bindings } from "../http";
import type { Wrong, WrongKinds, Wrongs } from "../wrongs";
import { notFound, withBody } from "./body";

/** Makes the gateway report something wrongly, lists that, and clears it. */
export function wrongRoutes<Kind extends string>(
  wrongs: Wrongs<Kind>,
  clock: Clock,
  kinds: WrongKinds & Record<Kind, number | null>,
  /** Whether there is something that this kind can be wrong about. */
  exists: (kind: Kind, target: string) => boolean,
): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const Order = z.strictObject({
    kind: z.enum(Object.keys(kinds) as [Kind, ...Kind[]]),
    target: z.string().min(1),
    by: z.number().int().optional(),
    from: z.iso.datetime({ offset: true }).optional(),
  });

  routes.get("/", (c) => c.json(wrongs.list().map(printWrong)));
  routes.post("/", (c) =>
    withBody(c, Order, ({ kind, target, by, from }) => {
      if (!exists(kind, target)) return notFound(c);
      const order = { kind, target, by: by ?? kinds[kind] ?? 0 };
      const since = from === undefined ? clock.now() : Date.parse(from);
      return c.json(printWrong(wrongs.set({ ...order, from: since })), 201);
    }),
  );
  routes.delete("/:id", (c) => (wrongs.clear(c.req.param("id")) ? c.body(null, 204) : notFound(c)));
  routes.delete("/", (c) => {
    wrongs.clear();
    return c.body(null, 204);
  });
  return routes;
}

function printWrong<Kind extends string>({ id, kind, target, by, from }: Wrong<Kind>) {
  return { id, kind, target, by, from: new Date(from).toISOString() };
}
