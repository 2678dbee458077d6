/** @jsxImportSource hono/jsx */
import { Hono } from "hono";
import type { Bindings } from "../../kit/http";
import { html, languageOf } from "../../kit/pages/html";
import { NoReceiptPage, ReceiptPage } from "../pages/receipt";
import type { Stripe } from "../stripe";

/** The page behind a charge's receipt URL. */
export function receiptRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();
  routes.get("/receipts/payment/:id", (c) => {
    const charge = stripe.charges.get(c.req.param("id"));
    const language = languageOf(c);
    return charge && charge.status !== "failed"
      ? html(c, <ReceiptPage charge={charge} language={language} />, null)
      : html(c, <NoReceiptPage language={language} />, null, 404);
  });
  return routes;
}
