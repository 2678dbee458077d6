/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import type { Bindings } from "../../kit/http";
import { html, languageOf } from "../../kit/pages/html";
import { isRefusal, type Language } from "../errors";
import { AppDonePage, AppPage, AppRefusedPage } from "../pages/app";
import { NotFoundPage } from "../pages/window";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { authenticate } from "../verbs/authenticate";
import { findPayment } from "../verbs/find";
import { describeEnding, type Ending, returnUrl } from "./return";

/** The card company's app as a page: what a phone opens, and where it sends the buyer afterward. */
export function appRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.get("/v1/payments/:paymentKey/app", (c) => {
    const payment = findPayment(toss, c.req.param("paymentKey"));
    return show(c, payment);
  });

  routes.post("/v1/payments/:paymentKey/app", async (c) => {
    const payment = findPayment(toss, c.req.param("paymentKey"));
    if (payment?.status !== "READY" || !payment.inApp) return show(c, payment);
    const { action } = await c.req.parseBody();
    if (action !== "approve") return refused(c, payment, { is: "canceled" });
    const outcome = authenticate(toss, payment.id, payment.inApp);
    if (isRefusal(outcome)) return refused(c, payment, { is: "failed", code: outcome.refused });
    return c.redirect(c.req.path, 303);
  });

  return routes;
}

function show(c: Context, payment: Payment | null): Response | Promise<Response> {
  const language = languageOf(c);
  if (!payment?.inApp) return html(c, <NotFoundPage language={language} />, null, 404);
  if (payment.status === "READY") return html(c, <AppPage payment={payment} language={language} />, null);
  const isOver = payment.status === "EXPIRED" || payment.status === "ABORTED";
  const ending: Ending = isOver ? { is: "failed", code: "PAY_PROCESS_ABORTED" } : { is: "authenticated" };
  if (isOver) return refused(c, payment, ending);
  const url = shopUrl(payment, ending, language);
  return html(c, <AppDonePage payment={payment} language={language} url={url} />, null);
}

function refused(c: Context, payment: Payment, ending: Ending) {
  const language = languageOf(c);
  const message = describeEnding(ending, language)?.message ?? "";
  const url = shopUrl(payment, ending, language);
  return html(c, <AppRefusedPage payment={payment} language={language} message={message} url={url} />, null);
}

/** A framed window waits on another device, so there is nowhere to go from here. */
function shopUrl(payment: Payment, ending: Ending, language: Language): string | null {
  return payment.window.target === "self" ? returnUrl(payment, ending, language) : null;
}
