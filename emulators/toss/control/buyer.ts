import { Hono } from "hono";
import { withBody } from "../../kit/control/body";
import type { Bindings } from "../../kit/http";
import { isRefusal } from "../errors";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { authenticate } from "../verbs/authenticate";
import { findPayment } from "../verbs/find";
import { type Ending, returnUrl } from "../window/return";
import { Opening, openAttempt } from "./opening";
import { refused } from "./refused";

/** The buyer's actions, without a browser. */
export function buyerRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.post("/", (c) =>
    withBody(c, Opening, (opening) => {
      const payment = openAttempt(toss, opening);
      if (isRefusal(payment)) return refused(c, payment);
      const ending = opening.authenticate ? play(toss, payment) : null;
      return c.json(summary(toss, payment.id, ending), 201);
    }),
  );
  routes.post("/:paymentKey/authenticate", (c) => {
    const payment = authenticate(toss, c.req.param("paymentKey"));
    if (isRefusal(payment)) return refused(c, payment);
    return c.json(summary(toss, payment.id, { is: "authenticated" }));
  });
  return routes;
}

/** The buyer authenticates; a refusal by the card company is one of the endings. */
function play(toss: Toss, payment: Payment): Ending {
  const outcome = authenticate(toss, payment.id);
  return isRefusal(outcome) ? { is: "failed", code: outcome.refused } : { is: "authenticated" };
}

/** `redirectUrl` is where a browser would have been sent. */
function summary(toss: Toss, paymentKey: string, ending: Ending | null) {
  const payment = findPayment(toss, paymentKey);
  if (!payment) return null;
  const { orderId, amount, status } = payment;
  return { paymentKey, orderId, amount, status, redirectUrl: ending && returnUrl(payment, ending, "ko") };
}
