/** @jsxImportSource hono/jsx */
import { type Context, Hono } from "hono";
import type { Bindings } from "../../kit/http";
import { html } from "../../kit/pages/html";
import type { Session } from "../entities/session";
import { findTestCard } from "../methods/test-cards";
import { offered } from "../methods/types";
import { describeDecline } from "../pages/card-words";
import { CheckoutPage } from "../pages/checkout";
import type { Filled, Wrong } from "../pages/checkout-form";
import { checkoutWords } from "../pages/checkout-words";
import { type Closed, ClosedPage } from "../pages/closed";
import type { Stripe } from "../stripe";
import { returnUrlOf } from "../verbs/complete-session";
import { findIntent, findSession } from "../verbs/find";
import { submitCheckout } from "../verbs/submit-checkout";
import { check, emptyForm, readForm, submissionOf, withTestCard } from "./form";
import { languageFor } from "./language";

/** The hosted Checkout page. It works without a script: a form is posted and answered. */
export function checkoutRoutes(stripe: Stripe): Hono<Bindings> {
  const routes = new Hono<Bindings>();

  routes.get("/c/pay/:sessionId", (c) => {
    const session = findSession(stripe, c.req.param("sessionId"));
    if (session?.status !== "open") return closed(c, session);
    const filled = emptyForm(session, offersOf(session));
    return show(c, session, filled, {}, failureBefore(stripe, c, session));
  });

  routes.post("/c/pay/:sessionId", async (c) => {
    const form = await c.req.parseBody();
    const session = findSession(stripe, c.req.param("sessionId"));
    if (session?.status !== "open" || session.uiMode !== "hosted_page") return closed(c, session);
    const filled = readForm(form, offersOf(session));
    const testCard = findTestCard(String(form.testCard ?? ""));
    const { testBuyer } = checkoutWords[languageFor(c, session.locale)];
    if (testCard) return show(c, session, withTestCard(filled, testCard.number, testBuyer), {}, null);

    const wrong = check(filled, new Date(stripe.clock.now()));
    if (Object.keys(wrong).length > 0) return show(c, session, filled, wrong, null, 400);
    const submitted = submitCheckout(stripe, session.id, submissionOf(filled));
    switch (submitted.is) {
      case "complete":
      case "closed":
        return closed(c, findSession(stripe, session.id));
      case "challenge":
        return c.redirect(`/challenge/${submitted.intentId}`, 303);
      case "declined": {
        const decline = describeDecline(submitted, languageFor(c, session.locale));
        return show(c, session, filled, {}, decline, 402);
      }
    }
  });

  return routes;
}

function show(
  c: Context,
  session: Session,
  filled: Filled,
  wrong: Wrong,
  decline: string | null,
  status: 200 | 400 | 402 = 200,
) {
  if (session.uiMode !== "hosted_page") return closed(c, session);
  const language = languageFor(c, session.locale);
  const page = { session, language, offers: offersOf(session), filled, wrong, decline };
  return html(c, <CheckoutPage {...page} />, null, status);
}

/** A paid session redirects to the shop; otherwise the page says why it is closed and links back. */
function closed(c: Context, session: Session | null) {
  const language = languageFor(c, session?.locale);
  const back = session?.cancelUrl ?? null;
  const over = (why: Closed, status: 200 | 404 | 410) =>
    html(c, <ClosedPage why={why} language={language} back={back} />, null, status);
  if (!session) return over("unknown", 404);
  if (session.uiMode !== "hosted_page") return over("notHosted", 404);
  if (session.status === "expired") return over("expired", 410);
  const url = returnUrlOf(session);
  return url ? c.redirect(url, 303) : over("done", 200);
}

/** Shows the failed challenge only to a shopper who has just come back from it, not on a fresh visit. */
function failureBefore(stripe: Stripe, c: Context, session: Session): string | null {
  if (c.req.query("failed") === undefined) return null;
  const failure = findIntent(stripe, session.intent ?? "")?.lastError;
  return failure ? describeDecline(failure, languageFor(c, session.locale)) : null;
}

function offersOf({ allowedTypes, excludedTypes, currency }: Session) {
  return offered(allowedTypes, excludedTypes).filter((type) => type === "card" || currency === "usd");
}
