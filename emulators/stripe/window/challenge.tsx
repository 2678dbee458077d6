/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import type { Bindings } from "../../kit/http";
import { html } from "../../kit/pages/html";
import type { Intent } from "../entities/intent";
import { isRefusal } from "../errors";
import { AnsweredPage, ChallengePage, NoChallengePage } from "../pages/challenge";
import type { Stripe } from "../stripe";
import { answerChallenge } from "../verbs/challenge";
import { returnUrlOf } from "../verbs/complete-session";
import { findIntent, findSession } from "../verbs/find";
import { languageFor } from "./language";

/** 3-D Secure: as a full page, or in a frame of the shop's page. */
export function challengeRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.get("/challenge/:intentId", (c) => {
    const intent = findIntent(stripe, c.req.param("intentId"));
    if (!intent) return none(stripe, c, null);
    if (intent.status !== "requires_action") return goOn(stripe, c, intent);
    const details = stripe.paymentMethods.get(intent.paymentMethod ?? "")?.details;
    const last4 = details?.type === "card" ? details.card.last4 : "";
    const page = { intent, last4, ...viewOf(stripe, c, intent) };
    return html(c, <ChallengePage {...page} />, page.shop);
  });

  routes.post("/challenge/:intentId", async (c) => {
    const { answer } = await c.req.parseBody();
    const intent = findIntent(stripe, c.req.param("intentId"));
    if (!intent) return none(stripe, c, null);
    const challenge = intent.challenge;
    const after = answerChallenge(stripe, intent.id, answer === "complete" ? "complete" : "fail");
    // If a second press found it already answered, continue as after the first.
    return goOn(stripe, c, isRefusal(after) ? intent : { ...after, challenge });
  });

  return routes;
}

/** Returns to what waits for the answer: the script around this page, the hosted page, or the shop's URL. */
function goOn(stripe: Stripe, c: Context, intent: Intent) {
  const view = viewOf(stripe, c, intent);
  if (view.shop) return html(c, <AnsweredPage {...view} />, view.shop);
  const url = whereTo(stripe, intent);
  return url ? c.redirect(url, 303) : none(stripe, c, intent);
}

function whereTo(stripe: Stripe, intent: Intent): string | null {
  const failed = intent.status === "requires_payment_method";
  const session = findSession(stripe, intent.session ?? "");
  if (session) return failed ? `/c/pay/${session.id}?failed` : returnUrlOf(session);
  const returnUrl = intent.challenge?.returnUrl;
  if (!returnUrl) return null;
  const url = new URL(returnUrl);
  url.searchParams.set("payment_intent", intent.id);
  url.searchParams.set("payment_intent_client_secret", intent.clientSecret);
  url.searchParams.set("redirect_status", failed ? "failed" : "succeeded");
  return url.href;
}

function none(stripe: Stripe, c: Context, intent: Intent | null) {
  const { language, shop } = viewOf(stripe, c, intent);
  return html(c, <NoChallengePage language={language} shop={shop} />, shop, 404);
}

function viewOf(stripe: Stripe, c: Context, intent: Intent | null) {
  const session = findSession(stripe, intent?.session ?? "");
  return { language: languageFor(c, session?.locale ?? c.req.query("locale")), shop: framedBy(c) };
}

/** The origin that the framing script named. */
export function framedBy(c: Context): string | null {
  const origin = c.req.query("origin") ?? "";
  return URL.canParse(origin) && new URL(origin).origin === origin ? origin : null;
}
