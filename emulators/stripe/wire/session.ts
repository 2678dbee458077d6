import type Sdk from "stripe";
import type { Session } from "../entities/session";
import { offered } from "../methods/types";
import type { Stripe } from "../stripe";
import { seconds } from "./common";

export function printSession(stripe: Stripe, session: Session): Sdk.Checkout.Session {
  const { id, status, uiMode, amountTotal, successUrl, allowedTypes, excludedTypes } = session;
  const open = status === "open";
  return {
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: session.adaptivePricing },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: allowedTypes,
    amount_subtotal: amountTotal,
    amount_total: amountTotal,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: session.cancelUrl,
    client_reference_id: session.clientReferenceId,
    client_secret: session.clientSecret,
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    consent: null,
    consent_collection: null,
    created: seconds(session.createdAt),
    currency: session.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: null,
    customer_account: null,
    customer_creation: "if_required",
    customer_details: printCustomer(session),
    customer_email: session.customerEmail,
    discounts: [],
    ...(excludedTypes.length > 0 && { excluded_payment_method_types: excludedTypes }),
    expires_at: seconds(session.expiresAt),
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: session.locale,
    managed_payments: { enabled: false },
    metadata: session.metadata,
    mode: "payment",
    origin_context: null,
    payment_intent: session.intent,
    payment_link: null,
    payment_method_collection: "if_required",
    payment_method_configuration_details: null,
    payment_method_options: {
      card: {
        ...(session.intentWish.cardCaptureMethod && { capture_method: session.intentWish.cardCaptureMethod }),
        request_three_d_secure: "automatic",
      },
    },
    payment_method_types: offered(allowedTypes, excludedTypes),
    payment_status: session.paymentStatus,
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    ...(uiMode !== "hosted_page" && { redirect_on_completion: session.redirectOnCompletion }),
    ...(session.returnUrl !== null && { return_url: session.returnUrl }),
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status,
    submit_type: session.submitType,
    subscription: null,
    success_url: successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: uiMode,
    url: open && uiMode === "hosted_page" ? `${stripe.origin()}/c/pay/${id}` : null,
    wallet_options: null,
  };
}

/** Who the customer is: what they entered, or the address the shop named. */
function printCustomer({ payer, customerEmail }: Session): Sdk.Checkout.Session.CustomerDetails | null {
  if (!payer && customerEmail === null) return null;
  return {
    address: payer?.address ?? null,
    business_name: null,
    email: payer?.email ?? customerEmail,
    individual_name: null,
    name: payer?.name ?? null,
    phone: payer?.phone ?? null,
    tax_exempt: "none",
    tax_ids: payer ? [] : null,
  };
}
