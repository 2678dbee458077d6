import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import type { Dispute } from "../entities/dispute";
import { isRefusal, missing, type Refusal } from "../errors";
import type { Stripe } from "../stripe";
import { loseDispute } from "../verbs/dispute";
import { printDispute } from "../wire/dispute";
import { answer, type Question } from "./answer";
import { matchPayment, orderOfPayment, paymentFields } from "./of-payment";
import { listPage } from "./pages";
import { read } from "./params";

export function disputeRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const print = (dispute: Dispute) => printDispute(stripe, dispute);

  routes.get("/", (c) =>
    answer(stripe, c, {
      operation: "list_disputes",
      shape: { listOf: "dispute" },
      orderId: orderOfPayment(stripe),
      act: (form) =>
        listPage(form, {
          collection: stripe.disputes,
          what: "dispute",
          url: "/v1/disputes",
          filters: paymentFields,
          match: (named) => matchPayment(stripe, named),
          print,
        }),
    }),
  );

  function about(
    id: string,
    operation: Question["operation"],
    act: (found: Dispute) => Dispute | Refusal,
  ): Question {
    return {
      operation,
      objectId: id,
      orderId: () => stripe.disputes.get(id)?.orderId ?? null,
      shape: "dispute",
      act(form) {
        const nothing = read(z.strictObject({}), form);
        if (isRefusal(nothing)) return nothing;
        const found = stripe.disputes.get(id);
        if (!found) return missing("dispute", id, "dispute");
        const outcome = act(found);
        return isRefusal(outcome) ? outcome : print(outcome);
      },
    };
  }

  routes.get("/:id", (c) =>
    answer(
      stripe,
      c,
      about(c.req.param("id"), "retrieve_dispute", (found) => found),
    ),
  );

  // The shop accepts the dispute without contesting it.
  routes.post("/:id/close", (c) =>
    answer(
      stripe,
      c,
      about(c.req.param("id"), "close_dispute", (found) => loseDispute(stripe, found)),
    ),
  );

  return routes;
}
