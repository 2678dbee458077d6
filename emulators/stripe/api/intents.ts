import { Hono } from "hono";
import { z } from "zod";
import type { Bindings } from "../../kit/http";
import type { Intent } from "../entities/intent";
import { isRefusal, missing, type Refusal } from "../errors";
import type { Stripe } from "../stripe";
import { cancelIntent } from "../verbs/cancel";
import { capture } from "../verbs/capture";
import { printIntent } from "../wire/intent";
import { answer, type Question } from "./answer";
import { forBrowser, hasSecret } from "./browser";
import { elsewhere } from "./elsewhere";
import type { Form } from "./form";
import { confirmAsked, createAsked, updateAsked } from "./intent-acts";
import { CancelBody, CaptureBody } from "./intent-body";
import { listPage } from "./pages";
import { filled, read } from "./params";

const Look = z.strictObject({ client_secret: filled.optional() });

export function intentRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  /** A call about one existing PaymentIntent. */
  function about(
    id: string,
    operation: Question["operation"],
    act: (intent: Intent, form: Form) => Intent | Refusal,
  ): Question {
    return {
      operation,
      objectId: id,
      orderId: () => stripe.intents.get(id)?.orderId ?? null,
      shape: "payment_intent",
      act(form) {
        const intent = stripe.intents.get(id);
        if (!intent) return missing("payment_intent", id, "intent");
        const outcome = act(intent, form);
        return isRefusal(outcome) ? outcome : printIntent(stripe, outcome);
      },
    };
  }

  routes.post("/", (c) =>
    answer(stripe, c, {
      operation: "create_intent",
      shape: "payment_intent",
      orderId: orderInForm,
      act(form) {
        const intent = createAsked(stripe, form);
        return isRefusal(intent) ? intent : printIntent(stripe, intent);
      },
    }),
  );

  routes.get("/", (c) =>
    answer(stripe, c, {
      operation: "list_intents",
      shape: { listOf: "payment_intent" },
      act: (form) =>
        listPage(form, {
          collection: stripe.intents,
          what: "payment_intent",
          url: "/v1/payment_intents",
          filters: {},
          match: () => ({}),
          print: (intent) => printIntent(stripe, intent),
        }),
    }),
  );

  routes.get("/:id", (c) => {
    const id = c.req.param("id");
    return answer(stripe, c, {
      ...about(id, "retrieve_intent", (intent) => intent),
      browsers: true,
      act(form, key) {
        const look = read(Look, form);
        if (isRefusal(look)) return look;
        const intent = stripe.intents.get(id);
        if (!intent || !hasSecret(intent, key, look.client_secret))
          return missing("payment_intent", id, "intent");
        return forBrowser(key, printIntent(stripe, intent));
      },
    });
  });

  routes.post("/:id", (c) =>
    answer(
      stripe,
      c,
      about(c.req.param("id"), "update_intent", (intent, form) => updateAsked(stripe, intent, form)),
    ),
  );

  routes.post("/:id/confirm", (c) => {
    const id = c.req.param("id");
    return answer(stripe, c, {
      ...about(id, "confirm_intent", (intent) => intent),
      browsers: true,
      act(form, key) {
        const intent = confirmAsked(stripe, id, form, key);
        return isRefusal(intent) ? intent : forBrowser(key, printIntent(stripe, intent));
      },
    });
  });

  routes.post("/:id/capture", (c) =>
    answer(
      stripe,
      c,
      about(c.req.param("id"), "capture_intent", (intent, form) => {
        const asked = read(CaptureBody, form, elsewhere.capture);
        return isRefusal(asked) ? asked : capture(stripe, intent, asked.amount_to_capture);
      }),
    ),
  );

  routes.post("/:id/cancel", (c) =>
    answer(
      stripe,
      c,
      about(c.req.param("id"), "cancel_intent", (intent, form) => {
        const asked = read(CancelBody, form);
        return isRefusal(asked) ? asked : cancelIntent(stripe, intent, asked.cancellation_reason ?? null);
      }),
    ),
  );

  return routes;
}

function orderInForm({ metadata }: Form): string | null {
  const order = typeof metadata === "object" ? metadata.order_id : undefined;
  return typeof order === "string" ? order : null;
}
