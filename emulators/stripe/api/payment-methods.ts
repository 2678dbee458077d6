import { Hono } from "hono";
import type { Bindings } from "../../kit/http";
import { isRefusal } from "../errors";
import type { Stripe } from "../stripe";
import { findPaymentMethod } from "../verbs/payment-method";
import { printPaymentMethod } from "../wire/payment-method";
import { answer } from "./answer";
import { methodFromData } from "./intent-acts";
import { MethodData } from "./intent-body";
import { nothing, read } from "./params";

export function paymentMethodRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.post("/", (c) =>
    answer(stripe, c, {
      operation: "create_payment_method",
      shape: "payment_method",
      browsers: true,
      act(form, key) {
        const data = read(MethodData, form);
        if (isRefusal(data)) return data;
        const method = methodFromData(stripe, data, key);
        return isRefusal(method) ? method : printPaymentMethod(method);
      },
    }),
  );

  routes.get("/:id", (c) => {
    const id = c.req.param("id");
    return answer(stripe, c, {
      operation: "retrieve_payment_method",
      objectId: id,
      shape: "payment_method",
      act(form) {
        const params = read(nothing, form);
        if (isRefusal(params)) return params;
        const method = findPaymentMethod(stripe, id);
        return isRefusal(method) ? method : printPaymentMethod(method);
      },
    });
  });

  return routes;
}
