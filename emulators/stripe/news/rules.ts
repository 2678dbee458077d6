import { createHmac, randomUUID } from "node:crypto";
import type { DeliveryRules } from "../../kit/delivery/types";
import { seconds } from "../../kit/time";
import { keys } from "../keys";

/** As in a Stripe sandbox: three more attempts within a few hours. Source: docs.stripe.com/webhooks */
export const deliveryRules: DeliveryRules = {
  retryAfterMinutes: [5, 60, 180],
  timeoutMs: seconds(10),
  accepted: (status) => status >= 200 && status < 300,
  transmissionId: randomUUID,
  headers: ({ now, text }) => ({
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    "stripe-signature": sign(text, Math.floor(now / 1000)),
  }),
};

/**
 * The signature header that authenticates the sender: an HMAC of timestamp and body, keyed with the whole secret as is.
 */
export function sign(text: string, seconds: number, secret: string = keys.webhookSecret): string {
  const signature = createHmac("sha256", secret).update(`${seconds}.${text}`).digest("hex");
  return `t=${seconds},v1=${signature}`;
}
