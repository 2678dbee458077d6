import { type Context, Hono } from "hono";
import { z } from "zod";
import { faultKinds } from "../faults";
import type { Bindings } from "../http";
import { notFound, withBody } from "./body";
import type { Controlled } from "./controlled";

/** Sets, lists, releases and clears faults. */
export function faultRoutes({ front, faultOperations, isErrorCode }: Controlled): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const FaultOrder = z
    .strictObject({
      operation: z.enum(["any", ...faultOperations]),
      kind: z.enum(faultKinds),
      times: z.number().int().positive().nullable().default(1),
      orderId: z.string().nullable().default(null),
      delay_ms: z.number().int().nonnegative().default(0),
      code: z.string().refine(isErrorCode, "not an error code of this gateway").nullable().default(null),
    })
    .refine(({ kind, code }) => kind !== "error" || code !== null, "an error fault needs a code");

  routes.get("/", (c) => c.json(front.faults.list()));
  routes.post("/", (c) => withBody(c, FaultOrder, (order) => c.json(front.faults.set(order), 201)));
  routes.post("/:id/release", (c) => done(c, front.faults.release(c.req.param("id"))));
  routes.delete("/:id", (c) => done(c, front.faults.clear(c.req.param("id"))));
  routes.delete("/", (c) => {
    front.faults.clear();
    return c.body(null, 204);
  });
  return routes;
}

function done(c: Context, known: boolean): Response {
  return known ? c.body(null, 204) : notFound(c);
}
