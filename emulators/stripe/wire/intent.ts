import type Sdk from "stripe";
import type { Challenge, Intent, LastError } from "../entities/intent";
import { offered } from "../methods/types";
import type { Stripe } from "../stripe";
import { printShipping, seconds } from "./common";
import { printPaymentMethod } from "./payment-method";

export function printIntent(stripe: Stripe, intent: Intent): Sdk.PaymentIntent {
  const { id, status, amount, challenge, lastError, excludedTypes } = intent;
  const types = offered(intent.allowedTypes, excludedTypes);
  return {
    id,
    object: "payment_intent",
    allowed_payment_method_types: intent.allowedTypes,
    amount,
    amount_capturable: intent.amountCapturable,
    amount_details: { tip: {} },
    amount_received: intent.amountReceived,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods:
      intent.allowedTypes === null ? { allow_redirects: intent.redirects, enabled: true } : null,
    canceled_at: intent.canceledAt === null ? null : seconds(intent.canceledAt),
    cancellation_reason: intent.cancellationReason,
    capture_method: intent.captureMethod,
    client_secret: intent.clientSecret,
    confirmation_method: "automatic",
    created: seconds(intent.createdAt),
    currency: intent.currency,
    customer: null,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: excludedTypes.length > 0 ? excludedTypes : null,
    last_payment_error: lastError && printLastError(lastError),
    latest_charge: intent.latestCharge,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: intent.metadata,
    next_action: challenge && printNextAction(stripe, id, challenge),
    on_behalf_of: null,
    payment_method: intent.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {
      ...(types.includes("card") && {
        card: {
          ...(intent.cardCaptureMethod && { capture_method: intent.cardCaptureMethod }),
          installments: null,
          mandate_options: null,
          network: null,
          request_three_d_secure: "automatic",
        },
      }),
      ...(types.includes("us_bank_account") && { us_bank_account: { verification_method: "automatic" } }),
    },
    payment_method_types: types,
    payment_record: null,
    processing: null,
    receipt_email: intent.receiptEmail,
    review: null,
    setup_future_usage: intent.setupFutureUsage,
    shipping: intent.shipping && printShipping(intent.shipping),
    source: null,
    statement_descriptor: intent.statementDescriptor,
    statement_descriptor_suffix: intent.statementDescriptorSuffix,
    status,
    transfer_data: null,
    transfer_group: intent.transferGroup,
  };
}

export function printLastError(error: LastError): Sdk.PaymentIntent.LastPaymentError {
  const { code, declineCode, message, param, charge, paymentMethod } = error;
  return {
    ...(charge !== null && { charge }),
    code,
    ...(declineCode !== null && { decline_code: declineCode }),
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`,
    message,
    ...(param !== undefined && { param }),
    ...(paymentMethod && {
      payment_method: printPaymentMethod(paymentMethod),
      payment_method_type: paymentMethod.details.type,
    }),
    type: code === "payment_intent_authentication_failure" ? "invalid_request_error" : "card_error",
  };
}

function printNextAction(
  stripe: Stripe,
  id: string,
  { shownBy, returnUrl }: Challenge,
): Sdk.PaymentIntent.NextAction {
  const url = `${stripe.origin()}/challenge/${id}`;
  return shownBy === "redirect"
    ? { redirect_to_url: { return_url: returnUrl, url }, type: "redirect_to_url" }
    : { type: "use_stripe_sdk", use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: url } };
}
