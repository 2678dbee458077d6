import Stripe from "stripe";
import { env } from "../../settings/env";
import type { Refusal } from "../gateway";

/** Stripe's own default. Source: stripe-node, `Webhook.DEFAULT_TOLERANCE`. */
const toleranceSeconds = 300;

/**
 * Why a delivery is not taken: no secret of the shop's signed this very body, or one did more than five minutes ago. Null
 * for one that is. What a clock ahead of ours signed is taken: only its age is limited.
 */
export function refusalOf(body: string, signature: string | null, at: Date): Refusal | null {
  const secrets = env().stripe.keys?.webhookSecrets ?? [];
  const signedAt = timeOf(signature);
  if (signedAt === undefined) return { why: "unsigned" };
  if (!secrets.some((secret) => isMadeBy(secret, body, signature ?? ""))) return { why: "signature" };
  const clockAheadSeconds = signedAt - Math.floor(at.getTime() / 1_000);
  return clockAheadSeconds < -toleranceSeconds ? { why: "old", clockAheadSeconds } : null;
}

/** When it was signed, in seconds since 1970; undefined for what is no signature. Source: Stripe, "Verify events". */
const timeOf = (signature: string | null) => {
  const [, seconds] = /(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature ?? "") ?? [];
  return seconds === undefined || !/(?:^|,)v1=[0-9a-f]/.test(signature ?? "") ? undefined : Number(seconds);
};

/** True when this secret signed this body, at whatever time. A tolerance of 0 leaves the age to us. */
function isMadeBy(secret: string, body: string, signature: string): boolean {
  try {
    Stripe.webhooks.constructEvent(body, signature, secret, 0);
    return true;
  } catch {
    return false;
  }
}
