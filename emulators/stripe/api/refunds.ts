import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import type { Refund } from "../entities/refund";
import { mergeMetadata } from "../entities/shared";
import { invalid, isRefusal, missing, type Refusal } from "../errors";
import type { Stripe } from "../stripe";
import { refund } from "../verbs/refund";
import { printRefund } from "../wire/refund";
import { answer, type Question } from "./answer";
import { elsewhere } from "./elsewhere";
import type { Form } from "./form";
import { matchPayment, orderOfPayment, paymentFields } from "./of-payment";
import { listPage } from "./pages";
import { metadata, positive, read } from "./params";

const RefundBody = z.strictObject({
  ...paymentFields,
  amount: positive.optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
  metadata: metadata.default({}),
});
const RefundUpdate = z.strictObject({ metadata: metadata.optional() });

export function refundRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.post("/", (c) =>
    answer(stripe, c, {
      operation: "create_refund",
      shape: "refund",
      orderId: orderOfPayment(stripe),
      act(form) {
        const body = read(RefundBody, form, elsewhere.refund);
        if (isRefusal(body)) return body;
        const { payment_intent: intent, metadata, ...rest } = body;
        const made = refund(stripe, { ...rest, intent, metadata: mergeMetadata({}, metadata) });
        return isRefusal(made) ? made : printRefund(made);
      },
    }),
  );

  routes.get("/", (c) =>
    answer(stripe, c, {
      operation: "list_refunds",
      shape: { listOf: "refund" },
      orderId: orderOfPayment(stripe),
      act: (form) =>
        listPage(form, {
          collection: stripe.refunds,
          what: "refund",
          url: "/v1/refunds",
          filters: paymentFields,
          match: (named) => matchPayment(stripe, named),
          print: printRefund,
        }),
    }),
  );

  function about(
    id: string,
    operation: Question["operation"],
    act: (found: Refund, form: Form) => Refund | Refusal,
  ): Question {
    return {
      operation,
      objectId: id,
      orderId: () => stripe.refunds.get(id)?.orderId ?? null,
      shape: "refund",
      act(form) {
        const found = stripe.refunds.get(id);
        if (!found) return missing("refund", id, "refund");
        const outcome = act(found, form);
        return isRefusal(outcome) ? outcome : printRefund(outcome);
      },
    };
  }

  routes.get("/:id", (c) =>
    answer(
      stripe,
      c,
      about(c.req.param("id"), "retrieve_refund", (found, form) => {
        const nothing = read(z.strictObject({}), form);
        return isRefusal(nothing) ? nothing : found;
      }),
    ),
  );

  routes.post("/:id", (c) =>
    answer(
      stripe,
      c,
      about(c.req.param("id"), "update_refund", (found, form) => {
        const change = read(RefundUpdate, form);
        if (isRefusal(change)) return change;
        const updated = { ...found, metadata: mergeMetadata(found.metadata, change.metadata ?? {}) };
        stripe.refunds.save(updated);
        return updated;
      }),
    ),
  );

  routes.post("/:id/cancel", (c) =>
    answer(
      stripe,
      c,
      about(c.req.param("id"), "cancel_refund", () => invalid("Canceling this refund is unsupported.")),
    ),
  );

  return routes;
}
