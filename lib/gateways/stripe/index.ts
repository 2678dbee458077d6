import type Stripe from "stripe";
import { hours, minutes, now } from "../../clock";
import { env } from "../../env";
import type { Answer, Gateway, Look } from "../gateway";
import { answerOfError } from "./answer";
import { listChanges } from "./changes";
import { stripeClient } from "./client";
import { confirmDeclines, openDeclines, refundDeclines } from "./codes";
import { readIntent, readSession } from "./read";
import { confirmParameters, intentParameters, sessionParameters } from "./requests";
import { refusalOf } from "./signature";
import { expandIntent, expandSession, readEvent, refundIdKey } from "./wire";

export const stripe: Gateway = {
  open(_pair, idempotencyKey, request) {
    if (request.what === "account") throw new Error("Stripe issues no virtual accounts.");
    return ask(openDeclines, async (client) =>
      request.what === "intent"
        ? readIntent(
            client,
            await client.paymentIntents.create(intentParameters(request), { idempotencyKey }),
          )
        : readSession(
            client,
            await client.checkout.sessions.create(sessionParameters(request), { idempotencyKey }),
          ),
    );
  },

  confirm(_pair, idempotencyKey, request) {
    const { paymentKey } = request;
    return ask(confirmDeclines, async (client) =>
      readIntent(
        client,
        await client.paymentIntents.confirm(paymentKey, confirmParameters(request), { idempotencyKey }),
      ),
    );
  },

  // Whatever the error: the shopper may have been faster, and that is no refusal but news.
  close(_pair, idempotencyKey, { paymentKey, sessionKey }) {
    return ask(nothing, async (client) => {
      if (sessionKey) {
        const wish = { expand: expandSession };
        return readSession(
          client,
          await client.checkout.sessions.expire(sessionKey, wish, { idempotencyKey }),
        );
      }
      const wish = { cancellation_reason: "abandoned", expand: expandIntent } as const;
      return readIntent(client, await client.paymentIntents.cancel(paymentKey, wish, { idempotencyKey }));
    });
  },

  refund(_pair, idempotencyKey, { paymentKey, amount, reason, refundId }) {
    return ask(refundDeclines, async (client) => {
      const metadata = { [refundIdKey]: refundId, reason };
      const wish = { payment_intent: paymentKey, amount, reason: "requested_by_customer", metadata } as const;
      await client.refunds.create(wish, { idempotencyKey });
      // What was given back the payment itself tells.
      return lookAtIntent(client, paymentKey);
    });
  },

  async look(_pair, { paymentKey, sessionKey }): Promise<Look> {
    if (!sessionKey && !paymentKey) return { is: "absent" };
    const answer = await ask(nothing, (client) =>
      sessionKey ? lookAtSession(client, sessionKey) : lookAtIntent(client, paymentKey ?? ""),
    );
    if (answer.is === "unknown" && answer.why === "no_such_payment") return { is: "absent" };
    return answer.is === "declined" ? { is: "unknown", why: "error", code: answer.code } : answer;
  },

  changes: (_pair, span, cursor) => listChanges(span, cursor),

  refusal: (body, headers) => refusalOf(body, headers.get("stripe-signature"), now()),

  news(body) {
    const { id, about } = readEvent(body, env().live);
    return { deliveryId: id, about, secret: null, keepable: body };
  },

  // A session lives for 30 minutes at least, by Stripe's own clock, so a little more is asked for.
  // Source: Stripe API, create a Checkout Session, `expires_at`.
  windowMs: minutes(31),
  // Stripe keeps keys for at least 24 hours; one less, so that the last ask is still under the key it began with.
  keyLifeMs: hours(23),
  takesUnasked: true,
  severalWindows: false,
  refundsKeepKey: true,
  tellsFees: true,
  // Source: Stripe API, "The Refund object", failures up to 30 days later.
  refundsComeBack: true,
};

const nothing: ReadonlySet<string> = new Set();

/** Asks Stripe, and makes an answer of whatever comes of it. */
async function ask(
  declines: ReadonlySet<string>,
  work: (client: Stripe) => Promise<Answer>,
): Promise<Answer> {
  const client = stripeClient();
  if (!client) return { is: "unknown", why: "setup", code: null };
  try {
    return await work(client);
  } catch (error) {
    return answerOfError(error, declines);
  }
}

const lookAtSession = async (client: Stripe, id: string) =>
  readSession(client, await client.checkout.sessions.retrieve(id, { expand: expandSession }));

const lookAtIntent = async (client: Stripe, id: string) =>
  readIntent(client, await client.paymentIntents.retrieve(id, { expand: expandIntent }));
