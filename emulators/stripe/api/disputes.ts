import { Hono } from "hono";
import type { Bindings } from "../../kit/http";
import type { Dispute } from "../entities/dispute";
import type { Stripe } from "../stripe";
import { loseDispute } from "../verbs/dispute";
import { printDispute } from "../wire/dispute";
import { answer, type Question } from "./answer";
import { aboutOne, type Kind, listOf } from "./objects";
import { matchPayment, orderOfPayment, paymentFields } from "./of-payment";
import { nothing } from "./params";

export function disputeRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const disputes: Kind<Dispute> = {
    shape: "dispute",
    collection: stripe.disputes,
    name: "dispute",
    param: "dispute",
    print: (dispute) => printDispute(stripe, dispute),
  };
  routes.get("/", (c) => answer(stripe, c, listing(stripe, disputes)));
  routes.get("/:id", (c) => answer(stripe, c, looking(disputes, c.req.param("id"))));
  routes.post("/:id/close", (c) => answer(stripe, c, closing(stripe, disputes, c.req.param("id"))));
  return routes;
}

const listing = (stripe: Stripe, disputes: Kind<Dispute>): Question =>
  listOf(disputes, {
    operation: "list_disputes",
    url: "/v1/disputes",
    orderId: orderOfPayment(stripe),
    filters: paymentFields,
    match: (named) => matchPayment(stripe, named),
  });

const looking = (disputes: Kind<Dispute>, id: string): Question =>
  aboutOne(disputes, id, { operation: "retrieve_dispute", params: nothing, act: (found) => found });

/** The shop accepts the dispute without contesting it. */
const closing = (stripe: Stripe, disputes: Kind<Dispute>, id: string): Question =>
  aboutOne(disputes, id, {
    operation: "close_dispute",
    params: nothing,
    act: (found) => loseDispute(stripe, found),
  });
