import { Hono } from "hono";
import { z } from "zod";
import type { Clock } from "../clock";
import type { Bindings } from "../http";
import { nextTimeOfDay } from "../time";
import { withBody } from "./body";

const Turn = z.union([
  z.strictObject({ advance_ms: z.number().int() }),
  z.strictObject({ set: z.iso.datetime({ offset: true }) }),
  z.strictObject({ night: z.literal(true) }),
  z.strictObject({ reset: z.literal(true) }),
]);

/** Shows and turns the clock. */
export function clockRoutes(clock: Clock, nightEndsMs: number): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const now = () => ({ now: new Date(clock.now()).toISOString() });

  routes.get("/", (c) => c.json(now()));
  routes.post("/", (c) =>
    withBody(c, Turn, (turn) => {
      if ("advance_ms" in turn) clock.advance(turn.advance_ms);
      else if ("set" in turn) clock.set(Date.parse(turn.set));
      else if ("night" in turn) clock.set(nextTimeOfDay(clock.now(), nightEndsMs));
      else clock.reset();
      return c.json(now());
    }),
  );
  return routes;
}
