/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { z } from "zod";
import { type Bindings, readJson } from "../../kit/http";
import { preferredLanguage } from "../../kit/text";
import { metadata, orderId, orderName } from "../bodies";
import { describeError, type ErrorCode, isRefusal, type Language, statusOf } from "../errors";
import { pairByClientKey } from "../keys";
import { chooseCard } from "../methods/card";
import { EndedPage, NotFoundPage, OverPage, WindowPage } from "../pages/window";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { authenticate } from "../verbs/authenticate";
import { findPayment } from "../verbs/find";
import { openPayment } from "../verbs/open";
import { html } from "./html";
import { describeEnding, type Ending, returnUrl } from "./return";

const Url = z.url({ protocol: /^https?$/ });

/** What the SDK sends; the amount is whatever the shop's page told it. */
const Opening = z.strictObject({
  clientKey: z.string(),
  orderId,
  orderName,
  amount: z.strictObject({ value: z.number().positive(), currency: z.literal("KRW") }),
  taxFreeAmount: z.number().nonnegative(),
  metadata: metadata.nullable(),
  choice: z.strictObject({
    method: z.literal("CARD"),
    company: z.string().nullable(),
    installmentMonths: z.number().int(),
  }),
  successUrl: Url.nullable(),
  failUrl: Url.nullable(),
  windowTarget: z.enum(["self", "iframe"]),
});

/** The payment window: opened by the SDK, shown to the buyer, ended by one of its buttons. */
export function windowRoutes(toss: Toss): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.use("/v2/payments", cors());
  routes.post("/v2/payments", async (c) => {
    const opening = Opening.safeParse(await readJson(c));
    if (!opening.success) return refused(c, "INVALID_REQUEST");
    const payment = open(toss, opening.data, c.req.header("origin") ?? null);
    if (isRefusal(payment)) return refused(c, payment.refused);
    const checkoutUrl = new URL(`/v1/payments/${payment.id}/checkout`, c.req.url).href;
    return c.json({ paymentKey: payment.id, checkoutUrl }, 201);
  });

  routes.get("/v1/payments/:paymentKey/checkout", (c) => {
    const payment = findPayment(toss, c.req.param("paymentKey"));
    if (!payment) return html(c, <NotFoundPage language={languageOf(c)} />, null, 404);
    const Shown = payment.status === "READY" ? WindowPage : OverPage;
    return html(c, <Shown payment={payment} language={languageOf(c)} />, framedBy(payment));
  });

  routes.post("/v1/payments/:paymentKey/checkout", async (c) => {
    const language = languageOf(c);
    const form = await c.req.parseBody();
    const payment = findPayment(toss, c.req.param("paymentKey"));
    if (!payment) return html(c, <NotFoundPage language={language} />, null, 404);
    const ending = end(toss, payment, form);
    if (ending === null)
      return html(c, <OverPage payment={payment} language={language} />, framedBy(payment));
    const url = returnUrl(payment, ending, language);
    if (payment.window.target === "self" && url) return c.redirect(url, 303);
    const news = {
      is: ending.is,
      url: ending.is === "canceled" ? null : url,
      failure: describeEnding(ending, language),
    };
    return html(
      c,
      <EndedPage payment={payment} language={language} ending={news} url={url} />,
      framedBy(payment),
    );
  });

  return routes;
}

function open(toss: Toss, opening: z.output<typeof Opening>, origin: string | null) {
  const { clientKey, amount, choice, successUrl, failUrl, windowTarget, ...order } = opening;
  const pair = pairByClientKey(clientKey);
  if (!pair) return { refused: "INVALID_API_KEY" } as const;
  const card =
    choice.company === null ? null : chooseCard(amount.value, { ...choice, company: choice.company });
  if (card && isRefusal(card)) return card;
  return openPayment(
    toss,
    pair,
    { ...order, amount: amount.value, currency: amount.currency, choice: card },
    { target: windowTarget, successUrl, failUrl, origin },
  );
}

/** Which button ends the payment how; null when there was nothing left to end. */
function end(toss: Toss, payment: Payment, form: Record<string, unknown>): Ending | null {
  if (form.action === "cancel") return { is: "canceled" };
  if (form.action === "decline") return { is: "failed", code: "PAY_PROCESS_ABORTED" };
  if (payment.status === "IN_PROGRESS") return { is: "authenticated" };
  if (payment.status !== "READY") return null;
  const choice = chooseCard(payment.amount, {
    company: payment.choice?.company ?? text(form.company),
    installmentMonths: payment.choice?.installmentMonths ?? Number(form.installmentMonths ?? 0),
    testCard: text(form.testCard),
  });
  const outcome = isRefusal(choice) ? choice : authenticate(toss, payment.id, choice);
  return isRefusal(outcome) ? { is: "failed", code: outcome.refused } : { is: "authenticated" };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function framedBy({ window }: Payment): string | null {
  return window.target === "iframe" ? window.origin : null;
}

function languageOf(c: Context): Language {
  return preferredLanguage(c.req.header("accept-language"));
}

function refused(c: Context, code: ErrorCode): Response {
  return c.json(describeError(code, languageOf(c)), statusOf(code) as 400);
}
