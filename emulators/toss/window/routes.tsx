/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { type Bindings, readJson } from "../../kit/http";
import { preferredLanguage } from "../../kit/text";
import { printRefusal } from "../api";
import { isRefusal, type Language } from "../errors";
import { EndedPage, NotFoundPage, OverPage, WindowPage } from "../pages/window";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { findPayment } from "../verbs/find";
import { endWindow } from "./end";
import { html } from "./html";
import { openWindow } from "./open";
import { describeEnding, returnUrl } from "./return";

/** The payment window: opened by the SDK, shown to the buyer, ended by one of its buttons. */
export function windowRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.use("/v2/payments", cors());
  routes.post("/v2/payments", async (c) => {
    const payment = openWindow(toss, await readJson(c), c.req.header("origin") ?? null);
    if (isRefusal(payment)) return printRefusal(c, payment.refused);
    const checkoutUrl = new URL(`/v1/payments/${payment.id}/checkout`, c.req.url).href;
    return c.json({ paymentKey: payment.id, checkoutUrl }, 201);
  });

  routes.get("/v1/payments/:paymentKey/checkout", (c) => {
    const language = languageOf(c);
    const payment = findPayment(toss, c.req.param("paymentKey"));
    if (!payment) return html(c, <NotFoundPage language={language} />, null, 404);
    const Shown = payment.status === "READY" ? WindowPage : OverPage;
    return html(c, <Shown payment={payment} language={language} />, framedBy(payment));
  });

  routes.post("/v1/payments/:paymentKey/checkout", async (c) => {
    const language = languageOf(c);
    const form = await c.req.parseBody();
    const payment = findPayment(toss, c.req.param("paymentKey"));
    if (!payment) return html(c, <NotFoundPage language={language} />, null, 404);
    const ending = endWindow(toss, payment, form);
    const url = returnUrl(payment, ending, language);
    if (payment.window.target === "self" && url) return c.redirect(url, 303);
    const news = { is: ending.is, url, failure: describeEnding(ending, language) };
    return html(c, <EndedPage payment={payment} language={language} ending={news} />, framedBy(payment));
  });

  return routes;
}

function framedBy({ window }: Payment): string | null {
  return window.target === "iframe" ? window.origin : null;
}

function languageOf(c: Context): Language {
  return preferredLanguage(c.req.header("accept-language"));
}
