import { missing } from "../errors";
import type { Stripe } from "../stripe";
import type { Form } from "./form";
import { filled } from "./params";

/** What hangs on a payment is named by the payment's intent or by its charge. */
export const paymentFields = { payment_intent: filled.optional(), charge: filled.optional() };

type Named = { payment_intent?: string | undefined; charge?: string | undefined };

/** By which fields of a row a list of such things is filtered, or the refusal of a payment that is not there. */
export function matchPayment(stripe: Stripe, { payment_intent: intent, charge }: Named) {
  if (intent !== undefined && !stripe.intents.get(intent))
    return missing("payment_intent", intent, "payment_intent");
  if (charge !== undefined && !stripe.charges.get(charge)) return missing("charge", charge, "charge");
  return { ...(intent !== undefined && { intent }), ...(charge !== undefined && { charge }) };
}

/** The order whose payment a form names; null where it names none that is here. */
export const orderOfPayment =
  (stripe: Stripe) =>
  ({ payment_intent: intent, charge }: Form): string | null =>
    stripe.intents.get(String(intent))?.orderId ?? stripe.charges.get(String(charge))?.orderId ?? null;
