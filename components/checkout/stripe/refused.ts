import type { StripeError } from "@stripe/stripe-js";
import { stripeDeclines } from "@/components/failures/stripe-codes";
import type { Code } from "../refusal";

/** Why Stripe.js did not charge the card, as our code; undefined if that is not certain. */
export function refusedFor({ type, code, decline_code }: StripeError): Code | undefined {
  const known = declineFor(decline_code) ?? declineFor(code);
  if (known) return known;
  switch (type) {
    case "card_error":
      return "card_declined";
    case "validation_error":
      return "card_incomplete";
    case "api_connection_error":
      return "unreachable";
    default:
      return undefined;
  }
}

const isDecline = (code: string): code is keyof typeof stripeDeclines => Object.hasOwn(stripeDeclines, code);
const declineFor = (code: string | undefined) =>
  code !== undefined && isDecline(code) ? stripeDeclines[code] : undefined;
