import type { z } from "zod";
import type { Intent } from "../entities/intent";
import type { PaymentMethod } from "../entities/payment-method";
import { mergeMetadata } from "../entities/shared";
import { declined, isRefusal, misread, missing, type Refusal } from "../errors";
import type { Stripe } from "../stripe";
import { completeSession } from "../verbs/complete-session";
import { confirm } from "../verbs/confirm";
import { createIntent } from "../verbs/create-intent";
import { methodFromAccount, methodFromCard, usablePaymentMethod } from "../verbs/payment-method";
import { refusalOfAmount } from "./amounts";
import type { Key } from "./auth";
import { hasSecret } from "./browser";
import { elsewhere } from "./elsewhere";
import type { Form } from "./form";
import {
  ConfirmBody,
  cardIn,
  type IntentBody,
  type IntentUpdate,
  type MethodData,
  readIntent,
} from "./intent-body";
import { read } from "./params";
import { updateIntent } from "./update-intent";

/** Creates a PaymentIntent, and confirms it right away if asked to. */
export function createAsked(stripe: Stripe, form: Form): Intent | Refusal {
  const body = readIntent(form);
  if (isRefusal(body)) return body;
  const method = methodAsked(stripe, body, "secret");
  if (method && isRefusal(method)) return method;
  const redirects = redirectsIn(body);
  if (body.confirm && redirects === "always" && body.return_url === undefined) return returnUrlNeeded;
  const metadata = mergeMetadata({}, body.metadata ?? {});
  const intent = createIntent(stripe, {
    amount: body.amount,
    currency: body.currency,
    orderId: metadata.order_id ?? null,
    captureMethod: body.capture_method ?? "automatic_async",
    cardCaptureMethod: body.payment_method_options?.card?.capture_method ?? null,
    description: body.description ?? null,
    metadata,
    receiptEmail: body.receipt_email ?? null,
    shipping: body.shipping ?? null,
    setupFutureUsage: body.setup_future_usage,
    statementDescriptor: body.statement_descriptor ?? null,
    statementDescriptorSuffix: body.statement_descriptor_suffix ?? null,
    transferGroup: body.transfer_group ?? null,
    allowedTypes: body.allowed_payment_method_types ?? null,
    excludedTypes: body.excluded_payment_method_types ?? [],
    redirects,
    paymentMethod: method?.id,
  });
  if (!body.confirm) return intent;
  return confirm(stripe, intent, {
    by: "redirect",
    returnUrl: body.return_url,
    offSession: body.off_session,
    errorOnRequiresAction: body.error_on_requires_action,
  });
}

/** Confirms an existing PaymentIntent: for a server with its key, or a browser with the client secret. */
export function confirmAsked(stripe: Stripe, id: string, form: Form, key: Key): Intent | Refusal {
  const body = read(ConfirmBody, form, elsewhere.intent);
  if (isRefusal(body)) return body;
  const intent = stripe.intents.get(id);
  if (!intent || !hasSecret(intent, key, body.client_secret)) return missing("payment_intent", id, "intent");
  const method = methodAsked(stripe, body, key);
  if (method && isRefusal(method)) return method;
  const server = key === "secret";
  if (server && intent.redirects === "always" && body.return_url === undefined && !body.off_session) {
    return returnUrlNeeded;
  }
  const told: Intent = {
    ...intent,
    receiptEmail: body.receipt_email ?? intent.receiptEmail,
    shipping: body.shipping ?? intent.shipping,
    setupFutureUsage: body.setup_future_usage ?? intent.setupFutureUsage,
  };
  const confirmed = confirm(stripe, told, {
    by: server && !body.use_stripe_sdk ? "redirect" : "script",
    paymentMethod: method,
    returnUrl: body.return_url,
    offSession: body.off_session,
    errorOnRequiresAction: body.error_on_requires_action,
  });
  if (!isRefusal(confirmed) && confirmed.status !== "requires_action") completeSession(stripe, confirmed);
  return confirmed;
}

/** Updates an existing PaymentIntent. */
export function updateAsked(
  stripe: Stripe,
  intent: Intent,
  change: z.output<typeof IntentUpdate>,
): Intent | Refusal {
  const { amount = intent.amount, currency = intent.currency } = change;
  const tooOdd = refusalOfAmount(amount, currency, "intent");
  if (tooOdd) return tooOdd;
  const method = methodAsked(stripe, change, "secret");
  if (method && isRefusal(method)) return method;
  return updateIntent(stripe, intent, { ...change, payment_method: method?.id });
}

export function methodFromData(stripe: Stripe, data: MethodData, key: Key): PaymentMethod | Refusal {
  const { tax_id: _, ...billing } = data.billing_details;
  if (data.type === "us_bank_account") {
    return methodFromAccount(stripe, data.us_bank_account?.account_number, billing, data.metadata);
  }
  const card = cardIn(data);
  if (!card) return misread("Missing required param: card.", { code: "parameter_missing", param: "card" });
  return key === "secret" ? rawCardRefused : methodFromCard(stripe, card, billing, data.metadata);
}

function methodAsked(
  stripe: Stripe,
  {
    payment_method: id,
    payment_method_data: data,
  }: Pick<IntentBody, "payment_method" | "payment_method_data">,
  key: Key,
): PaymentMethod | Refusal | undefined {
  if (id !== undefined) return usablePaymentMethod(stripe, id);
  return data && methodFromData(stripe, data, key);
}

/** Whether some of the methods may redirect the payer away from the page. */
function redirectsIn(body: IntentBody): Intent["redirects"] {
  const onlyCards = body.allowed_payment_method_types?.every((type) => type === "card") ?? false;
  return onlyCards ? "never" : (body.automatic_payment_methods?.allow_redirects ?? "always");
}

const returnUrlNeeded = misread(
  "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
);

const rawCardRefused = declined(
  "Sending credit card numbers directly to the Stripe API is generally unsafe. To continue processing use Stripe.js, the Stripe mobile bindings, or Stripe Elements.",
  {},
);
