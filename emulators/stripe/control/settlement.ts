import { Hono } from "hono";
import { sumRoutes } from "../../kit/control/sums";
import { wrongRoutes } from "../../kit/control/wrongs";
import type { Bindings } from "../../kit/http";
import type { Stripe } from "../stripe";
import { movementOf, sumDates } from "../sums";
import { act } from "../verbs/act";

/** What the gateway reports wrongly about its balance and its payouts, and its own sums of them. */
export function settlementRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.route("/wrongs", wrongRoutes(stripe.wrongs));
  routes.route(
    "/sums",
    sumRoutes(sumDates, (dateType) =>
      act(stripe, () => stripe.balanceTransactions.find({})).flatMap(
        (row) => movementOf(row, stripe.payouts.get(row.payout), dateType) ?? [],
      ),
    ),
  );
  return routes;
}
