import Stripe from "stripe";
import { env } from "../../settings/env";
import type { Refusal } from "../gateway";

/** Stripe's default, in seconds. Source: stripe-node, `Webhook.DEFAULT_TOLERANCE`. */
const toleranceSeconds = 300;

/**
 * Why a webhook is refused: none of the shop's secrets signed this body, or one did more than five minutes ago. Null if
 * it is accepted. Signatures from a clock ahead of ours are accepted: only their age is limited.
 */
export function refusalOf(body: string, signature: string | null, at: Date): Refusal | null {
  const secrets = env().stripe.keys?.webhookSecrets ?? [];
  const signedAt = timeOf(signature);
  if (signedAt === undefined) return { why: "unsigned" };
  if (!secrets.some((secret) => isMadeBy(secret, body, signature ?? ""))) return { why: "signature" };
  const clockAheadSeconds = signedAt - Math.floor(at.getTime() / 1_000);
  return clockAheadSeconds < -toleranceSeconds ? { why: "old", clockAheadSeconds } : null;
}

/** The signature's time, in seconds since 1970; undefined if it is not a signature. Source: Stripe, "Verify events". */
const timeOf = (signature: string | null) => {
  const [, seconds] = /(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature ?? "") ?? [];
  return seconds === undefined || !/(?:^|,)v1=[0-9a-f]/.test(signature ?? "") ? undefined : Number(seconds);
};

/**
 * Whether this secret signed this body, at any time. A tolerance of 0 turns off the SDK's age check; ours replaces it.
 */
function isMadeBy(secret: string, body: string, signature: string): boolean {
  try {
    Stripe.webhooks.constructEvent(body, signature, secret, 0);
    return true;
  } catch {
    return false;
  }
}
