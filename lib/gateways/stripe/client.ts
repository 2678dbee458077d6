import Stripe from "stripe";
import { env } from "../../env";
import type { StripeKeys } from "../../keys";

/** How long Stripe may take to answer, in milliseconds. What it did by then we find out. */
const answerTimeoutMs = 30_000;

let built: { keys: StripeKeys; client: Stripe } | undefined;

/** The client of the shop's keys; undefined without any. Built at its first use, since it refuses an empty key. */
export function stripeClient(): Stripe | undefined {
  const { keys, apiUrl } = env().stripe;
  if (!keys) return undefined;
  if (built?.keys !== keys) built = { keys, client: clientOf(keys.secretKey, new URL(apiUrl)) };
  return built.client;
}

const clientOf = (secretKey: string, { protocol, hostname, port }: URL) =>
  new Stripe(secretKey, {
    apiVersion: "2026-10-28.endive",
    protocol: protocol === "http:" ? "http" : "https",
    host: hostname,
    port: port || (protocol === "http:" ? "80" : "443"),
    timeout: answerTimeoutMs,
    // A request that broke may have been acted upon; whether it is asked again the calls' table decides.
    maxNetworkRetries: 0,
    telemetry: false,
  });

/** True when one of the shop's secrets signed this very body, five minutes ago at most. */
export function isSigned(body: string, signature: string | null, at: Date): boolean {
  const secrets = env().stripe.keys?.webhookSecrets ?? [];
  return secrets.some((secret) => {
    try {
      Stripe.webhooks.constructEvent(
        body,
        signature ?? "",
        secret,
        signatureToleranceSeconds,
        undefined,
        at.getTime(),
      );
      return true;
    } catch {
      return false;
    }
  });
}

/** Stripe's own default. Source: stripe-node, `Webhook.DEFAULT_TOLERANCE`. */
const signatureToleranceSeconds = 300;
