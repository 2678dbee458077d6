import { Hono } from "hono";
import { z } from "zod";
import { withBody } from "../../kit/control/body";
import { sumRoutes } from "../../kit/control/sums";
import { wrongRoutes } from "../../kit/control/wrongs";
import type { Bindings } from "../../kit/http";
import type { Stripe } from "../stripe";
import { movementOf, sumDates } from "../sums";
import { act } from "../verbs/act";
import { chargeAccount, failPayout } from "../verbs/fail-payout";
import { printBalanceTransaction } from "../wire/balance-transaction";
import { printPayout } from "../wire/payout";
import { actOn } from "./answers";

const Nothing = z.strictObject({});
const Charging = z.strictObject({
  amount: z.number().int().positive(),
  description: z.string().default("Monthly fee"),
});

/** What becomes of payouts, fees for the account, what the gateway reports wrongly about both, and its own sums. */
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
  routes.post("/payouts/:id/fail", (c) =>
    actOn(
      stripe,
      c,
      { collection: stripe.payouts, name: "payout", param: "payout" },
      Nothing,
      (payout) => failPayout(stripe, payout),
      (payout) => printPayout(stripe, payout),
    ),
  );
  routes.post("/fees", (c) =>
    withBody(c, Charging, ({ amount, description }) =>
      c.json(
        printBalanceTransaction(
          stripe,
          act(stripe, () => chargeAccount(stripe, amount, description)),
        ),
      ),
    ),
  );
  return routes;
}
