import { apiVersion, stripeClient } from "../../gateways/stripe/client";
import { env } from "../../settings/env";
import { type Check, type Finding, fail, pass, warn } from "../finding";

/** The event types the shop acts on, and without which it would learn of something late. */
export const neededEvents = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "charge.refunded",
  "charge.dispute.created",
  "charge.dispute.closed",
  "refund.updated",
  "refund.failed",
];

export type Endpoint = { url: string; status: string; enabled_events: string[]; api_version: string | null };

/**
 * Whether Stripe sends webhooks to the right URL, with the right events and API version. The start configures the
 * emulator.
 */
export const stripeWebhook: Check = {
  name: "stripe_webhook",
  async run() {
    const { keys, emulated } = env().stripe;
    const client = stripeClient();
    if (!keys || !client || emulated) return undefined;
    const listed = await client.webhookEndpoints.list({ limit: 100 }).catch(() => undefined);
    return listed ? judgeEndpoints(listed.data) : warn("webhooks_unread");
  },
};

/** Findings for the webhook endpoints registered at Stripe. */
export function judgeEndpoints(endpoints: Endpoint[]): Finding[] {
  const { appUrl, stripe } = env();
  const url = `${appUrl}/webhooks/stripe`;
  const ours = endpoints.filter((endpoint) => endpoint.url === url);
  const on = ours.find(({ status }) => status === "enabled");
  if (!on) return [fail(ours.length > 0 ? "webhook_disabled" : "webhook_missing", { url })];
  const lacking = on.enabled_events.includes("*")
    ? []
    : neededEvents.filter((event) => !on.enabled_events.includes(event));
  const found: Finding[] = [];
  if (lacking.length > 0) found.push(fail("webhook_events", { events: lacking.join(", ") }));
  if (on.api_version !== apiVersion)
    found.push(fail("webhook_version", { version: on.api_version ?? "-", needed: apiVersion }));
  if (stripe.keys?.webhookSecrets.length === 0) found.push(fail("webhook_secret"));
  return found.length > 0 ? found : [pass("webhook_good", { url })];
}
