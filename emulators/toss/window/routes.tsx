/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { type Bindings, readJson } from "../../kit/http";
import { html, isOnPhone, languageOf } from "../../kit/pages/html";
import { printRefusal } from "../api/answer";
import { describeError, type ErrorCode, isRefusal } from "../errors";
import { AppStepPage } from "../pages/app";
import { EndedPage, NotFoundPage, OverPage, WindowPage } from "../pages/window";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { findPayment } from "../verbs/find";
import { appRoutes } from "./app";
import { press } from "./end";
import { openWindow } from "./open";
import { describeEnding, returnUrl } from "./return";

/** The payment window: opened by the SDK, shown to the buyer, ended by one of its buttons. */
export function windowRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.use("/v2/payments", cors());
  routes.post("/v2/payments", async (c) => {
    const payment = openWindow(toss, await readJson(c), c.req.header("origin") ?? null);
    if (isRefusal(payment)) return printRefusal(c, payment.refused);
    const checkoutUrl = `${toss.publicUrl ?? new URL(c.req.url).origin}/v1/payments/${payment.id}/checkout`;
    return c.json({ paymentKey: payment.id, checkoutUrl }, 201);
  });

  routes.get("/v1/payments/:paymentKey/checkout", (c) => {
    const payment = findPayment(toss, c.req.param("paymentKey"));
    return payment ? show(toss, c, payment, null) : notFound(c);
  });

  routes.post("/v1/payments/:paymentKey/checkout", async (c) => {
    const language = languageOf(c);
    const form = await c.req.parseBody();
    const payment = findPayment(toss, c.req.param("paymentKey"));
    if (!payment) return notFound(c);
    const ending = press(toss, payment, form);
    if (ending.is === "going_on") return show(toss, c, ending.payment, ending.refused);
    const url = returnUrl(payment, ending, language);
    if (payment.window.target === "self" && url) return c.redirect(url, 303);
    const news = { is: ending.is, url, failure: describeEnding(ending, language) };
    return html(c, <EndedPage payment={payment} language={language} ending={news} />, framedBy(payment));
  });

  /** A window that waits for the app polls this for the end. */
  routes.get("/v1/payments/:paymentKey/checkout/status", (c) => {
    const payment = findPayment(toss, c.req.param("paymentKey"));
    return c.json({ ended: payment?.status !== "READY" }, 200, { "cache-control": "no-store" });
  });

  routes.route("/", appRoutes(toss));
  return routes;
}

function show(toss: Toss, c: Context, payment: Payment, refused: ErrorCode | null) {
  const language = languageOf(c);
  const framed = framedBy(payment);
  if (payment.status !== "READY") {
    return html(c, <OverPage payment={payment} language={language} />, framed);
  }
  if (payment.inApp?.method === "CARD") {
    const step = { payment, choice: payment.inApp, language, onPhone: isOnPhone(c) };
    return html(c, <AppStepPage {...step} />, framed);
  }
  const wrong = refused && describeError(refused, language).message;
  const page = <WindowPage payment={payment} language={language} now={toss.clock.now()} wrong={wrong} />;
  return html(c, page, framed, wrong ? 400 : 200);
}

function notFound(c: Context) {
  return html(c, <NotFoundPage language={languageOf(c)} />, null, 404);
}

function framedBy({ window }: Payment): string | null {
  return window.target === "iframe" ? window.origin : null;
}
