import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import { type Payout, payoutStatuses } from "../entities/payout";
import type { Stripe } from "../stripe";
import { printPayout } from "../wire/payout";
import { answer, type Question } from "./answer";
import { aboutOne, type Kind, listOf } from "./objects";
import { nothing } from "./params";

/** What was paid out to the shop's bank. Payouts are automatic: the API only shows them. */
export function payoutRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const payouts: Kind<Payout> = {
    shape: "payout",
    collection: stripe.payouts,
    name: "payout",
    param: "payout",
    print: (payout) => printPayout(stripe, payout),
  };
  routes.get("/", (c) => answer(stripe, c, listing(payouts)));
  routes.get("/:id", (c) => answer(stripe, c, looking(payouts, c.req.param("id"))));
  return routes;
}

const listing = (payouts: Kind<Payout>): Question =>
  listOf(payouts, {
    operation: "list_payouts",
    url: "/v1/payouts",
    filters: { status: z.enum(payoutStatuses).optional() },
    ranges: { arrival_date: "arrivalAt" },
    match: ({ status }) => (status === undefined ? {} : { status }),
  });

const looking = (payouts: Kind<Payout>, id: string): Question =>
  aboutOne(payouts, id, { operation: "retrieve_payout", params: nothing, act: (found) => found });
