import { Hono } from "hono";
import { sumRoutes } from "../../kit/control/sums";
import { wrongRoutes } from "../../kit/control/wrongs";
import type { Bindings } from "../../kit/http";
import { movementOf } from "../sums";
import type { Toss } from "../toss";

/** What the gateway reports wrongly about its settlements, and its own sums of them. */
export function settlementRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.route("/wrongs", wrongRoutes(toss.wrongs));
  routes.route(
    "/sums",
    sumRoutes(["soldDate", "paidOutDate"], (dateType, c) => {
      const mId = c.req.query("mId");
      return toss.settlements
        .find(mId === undefined ? {} : { mId })
        .filter(({ appearsAt }) => appearsAt !== null && appearsAt <= toss.clock.now())
        .flatMap((row) => movementOf(row, dateType) ?? []);
    }),
  );
  return routes;
}
