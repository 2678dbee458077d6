import { missing } from "../errors";
import type { Stripe } from "../stripe";
import type { Form } from "./form";
import { filled } from "./params";

/** Refunds and disputes name their payment by its intent or its charge. */
export const paymentFields = { payment_intent: filled.optional(), charge: filled.optional() };

type Named = { payment_intent?: string | undefined; charge?: string | undefined };

/** The row fields that a list of such objects is filtered by, or a refusal if the payment does not exist. */
export function matchPayment(stripe: Stripe, { payment_intent: intent, charge }: Named) {
  if (intent !== undefined && !stripe.intents.get(intent))
    return missing("payment_intent", intent, "payment_intent");
  if (charge !== undefined && !stripe.charges.get(charge)) return missing("charge", charge, "charge");
  return { ...(intent !== undefined && { intent }), ...(charge !== undefined && { charge }) };
}

/** The order of the payment that a form names; null if there is no such payment. */
export const orderOfPayment =
  (stripe: Stripe) =>
  ({ payment_intent: intent, charge }: Form): string | null =>
    stripe.intents.get(String(intent))?.orderId ?? stripe.charges.get(String(charge))?.orderId ?? null;
