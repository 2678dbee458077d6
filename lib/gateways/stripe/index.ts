import type Stripe from "stripe";
import { hours, minutes, now } from "../../clock";
import { env } from "../../settings/env";
import type { Answer, Gateway, Look } from "../gateway";
import { noKeys, whyOfLook } from "../rejected";
import { answerOfError } from "./answer";
import { listChanges } from "./changes";
import { stripeClient } from "./client";
import type { Verb } from "./codes";
import { readEvent, withoutSecrets } from "./event";
import { readIntent, readSession } from "./read";
import { confirmParameters, intentParameters, sessionParameters } from "./requests";
import { listSettlement } from "./settlement";
import { refusalOf } from "./signature";
import { expandIntent, expandSession, refundIdKey } from "./wire";

export const stripe: Gateway = {
  open(_pair, idempotencyKey, request) {
    if (request.what === "account") throw new Error("Stripe issues no virtual accounts.");
    return request.what === "intent"
      ? ask(
          "open",
          (client) => client.paymentIntents.create(intentParameters(request), { idempotencyKey }),
          readIntent,
        )
      : ask(
          "open",
          (client) => client.checkout.sessions.create(sessionParameters(request), { idempotencyKey }),
          readSession,
        );
  },

  confirm(_pair, idempotencyKey, request) {
    return ask(
      "confirm",
      (client) =>
        client.paymentIntents.confirm(request.paymentKey, confirmParameters(request), { idempotencyKey }),
      readIntent,
    );
  },

  // No error is a decline here: the shopper may have paid first, and a look will show that.
  close(_pair, idempotencyKey, { paymentKey, sessionKey }) {
    if (sessionKey) {
      const wish = { expand: expandSession };
      return ask(
        "close",
        (client) => client.checkout.sessions.expire(sessionKey, wish, { idempotencyKey }),
        readSession,
      );
    }
    const wish = { cancellation_reason: "abandoned", expand: expandIntent } as const;
    return ask(
      "close",
      (client) => client.paymentIntents.cancel(paymentKey, wish, { idempotencyKey }),
      readIntent,
    );
  },

  capture(_pair, idempotencyKey, { paymentKey, amount }) {
    const wish = { amount_to_capture: amount, expand: expandIntent };
    return ask(
      "capture",
      (client) => client.paymentIntents.capture(paymentKey, wish, { idempotencyKey }),
      readIntent,
    );
  },

  acquire() {
    throw new Error("Stripe leaves no acquisition to the shop.");
  },

  issueReceipt() {
    throw new Error("Stripe issues no cash receipts.");
  },

  cancelReceipt() {
    throw new Error("Stripe issues no cash receipts.");
  },

  refund(_pair, idempotencyKey, { paymentKey, amount, reason, refundId }) {
    const metadata = { [refundIdKey]: refundId, reason };
    const wish = { payment_intent: paymentKey, amount, reason: "requested_by_customer", metadata } as const;
    return ask(
      "refund",
      (client) => client.refunds.create(wish, { idempotencyKey }),
      // The payment itself shows what was refunded.
      (client) => lookAtIntent(client, paymentKey),
    );
  },

  async look(_pair, { paymentKey, sessionKey }): Promise<Look> {
    if (!sessionKey && !paymentKey) return { is: "absent" };
    const answer = await (sessionKey
      ? ask("look", (client) => sessionAt(client, sessionKey), readSession)
      : ask("look", (client) => intentAt(client, paymentKey ?? ""), readIntent));
    if (answer.is === "seen") return answer;
    if (answer.is === "unknown" && answer.why === "no_such_payment") return { is: "absent" };
    return answer.is === "unknown" ? answer : { is: "unknown", why: whyOfLook(answer), code: answer.code };
  },

  changes: (_pair, span, cursor) => listChanges(span, cursor),
  settlement: (_pair, wish, cursor) => listSettlement(wish, cursor),

  refusal: (body, headers) => refusalOf(body, headers.get("stripe-signature"), now()),

  news(body) {
    const { id, ...said } = readEvent(body, env().live);
    return { deliveryId: id, ...said, secret: null, keepable: () => withoutSecrets(body) };
  },

  // A session lives for at least 30 minutes by Stripe's clock; ours may be five minutes behind, and a request may take
  // two minutes. Source: Stripe API, create a Checkout Session, `expires_at`.
  windowMs: minutes(37),
  // Stripe keeps keys for at least 24 hours; one hour less, so that the last ask still uses the original key.
  keyLifeMs: hours(23),
  confirmMeans: "charge",
  severalWindows: false,
  refundsKeepKey: true,
  tellsFees: true,
  signsNews: true,
  // Source: Stripe API, "The Refund object", failures up to 30 days later.
  refundsComeBack: true,
};

/**
 * Sends a request to Stripe and maps the result to an answer. Errors in `read`, which may send further reads, say
 * nothing about the request itself.
 */
async function ask<Told>(
  verb: Verb,
  work: (client: Stripe) => Promise<Told>,
  read: (client: Stripe, told: Told) => Promise<Answer>,
): Promise<Answer> {
  const client = stripeClient();
  if (!client) return noKeys;
  let told: Told;
  try {
    told = await work(client);
  } catch (error) {
    return answerOfError(error, verb);
  }
  try {
    return await read(client, told);
  } catch (error) {
    const answer = answerOfError(error, "look");
    return answer.is === "rejected" ? { is: "unknown", why: whyOfLook(answer), code: answer.code } : answer;
  }
}

const lookAtIntent = async (client: Stripe, id: string) => readIntent(client, await intentAt(client, id));

const sessionAt = (client: Stripe, id: string) =>
  client.checkout.sessions.retrieve(id, { expand: expandSession });

const intentAt = (client: Stripe, id: string) => client.paymentIntents.retrieve(id, { expand: expandIntent });
