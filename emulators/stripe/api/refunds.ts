import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import type { Refund } from "../entities/refund";
import { mergeMetadata } from "../entities/shared";
import { invalid, isRefusal } from "../errors";
import type { Stripe } from "../stripe";
import { refund } from "../verbs/refund";
import { printRefund } from "../wire/refund";
import { answer, type Question } from "./answer";
import { elsewhere } from "./elsewhere";
import { aboutOne, type Kind, listOf, printed } from "./objects";
import { matchPayment, orderOfPayment, paymentFields } from "./of-payment";
import { metadata, nothing, positive, read } from "./params";

const RefundBody = z.strictObject({
  ...paymentFields,
  amount: positive.optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
  metadata: metadata.default({}),
});
const RefundUpdate = z.strictObject({ metadata: metadata.optional() });

export function refundRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  const refunds: Kind<Refund> = {
    shape: "refund",
    collection: stripe.refunds,
    name: "refund",
    param: "refund",
    print: printRefund,
  };
  routes.post("/", (c) => answer(stripe, c, creating(stripe, refunds)));
  routes.get("/", (c) => answer(stripe, c, listing(stripe, refunds)));
  routes.get("/:id", (c) => answer(stripe, c, looking(refunds, c.req.param("id"))));
  routes.post("/:id", (c) => answer(stripe, c, updating(refunds, c.req.param("id"))));
  routes.post("/:id/cancel", (c) => answer(stripe, c, canceling(refunds, c.req.param("id"))));
  return routes;
}

const creating = (stripe: Stripe, refunds: Kind<Refund>): Question => ({
  operation: "create_refund",
  shape: refunds.shape,
  orderId: orderOfPayment(stripe),
  act(form) {
    const body = read(RefundBody, form, elsewhere.refund);
    if (isRefusal(body)) return body;
    const { payment_intent: intent, metadata, ...rest } = body;
    return printed(refunds, refund(stripe, { ...rest, intent, metadata: mergeMetadata({}, metadata) }));
  },
});

const listing = (stripe: Stripe, refunds: Kind<Refund>): Question =>
  listOf(refunds, {
    operation: "list_refunds",
    url: "/v1/refunds",
    orderId: orderOfPayment(stripe),
    filters: paymentFields,
    match: (named) => matchPayment(stripe, named),
  });

const looking = (refunds: Kind<Refund>, id: string): Question =>
  aboutOne(refunds, id, { operation: "retrieve_refund", params: nothing, act: (found) => found });

const updating = (refunds: Kind<Refund>, id: string): Question =>
  aboutOne(refunds, id, {
    operation: "update_refund",
    params: RefundUpdate,
    act(found, { metadata = {} }) {
      const updated = { ...found, metadata: mergeMetadata(found.metadata, metadata) };
      refunds.collection.save(updated);
      return updated;
    },
  });

const canceling = (refunds: Kind<Refund>, id: string): Question =>
  aboutOne(refunds, id, {
    operation: "cancel_refund",
    params: z.looseObject({}),
    act: () => invalid("Canceling this refund is unsupported."),
  });
