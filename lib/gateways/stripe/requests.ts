import type Stripe from "stripe";
import { emailForGateway } from "../../contact/email";
import { shorten } from "../../contact/shorten";
import type { ConfirmRequest, SurfaceRequest } from "../gateway";
import { expandIntent, orderIdKey } from "./wire";

// Request parameters, typed by the SDK, so that the compiler rejects parameters the pinned version does not know.

/** Stripe's length limits, in characters. Source: its changelog for products and invoice lines. */
const longest = { productName: 250, description: 500 };

/**
 * Parameters for a hosted page. Its intent is created only when the shopper clicks pay, so it gets our order ID here.
 */
export function sessionParameters(request: SurfaceRequest): Stripe.Checkout.SessionCreateParams {
  const { page, orderId, currency } = request;
  if (!page) throw new Error(`${orderId} has no page to be paid on.`);
  const metadata = { [orderIdKey]: orderId };
  const customerEmail = emailForGateway(request.customerEmail);
  return {
    mode: "payment",
    client_reference_id: orderId,
    metadata,
    payment_intent_data: { metadata, description: shorten(request.orderName, longest.description) },
    ...heldIf(request),
    line_items: request.lines.map(({ name, quantity, unitPrice }) => ({
      quantity,
      price_data: {
        currency: currency.toLowerCase(),
        unit_amount: unitPrice,
        product_data: { name: shorten(name, longest.productName) },
      },
    })),
    ...(customerEmail && { customer_email: customerEmail }),
    locale: request.locale,
    success_url: page.returnUrl,
    cancel_url: page.cancelUrl,
    expires_at: Math.floor(Date.parse(page.closesAt) / 1_000),
  };
}

/** Parameters for the card form on the shop's own page, which accepts only cards and no methods that redirect. */
export const intentParameters = (request: SurfaceRequest): Stripe.PaymentIntentCreateParams => ({
  amount: request.amount,
  currency: request.currency.toLowerCase(),
  description: shorten(request.orderName, longest.description),
  metadata: { [orderIdKey]: request.orderId },
  allowed_payment_method_types: ["card"],
  ...heldIf(request),
  ...(request.paymentMethod && { payment_method: request.paymentMethod }),
});

/**
 * Holds cards until they are captured. Set for cards only, so that methods that cannot be held are still offered, and
 * captured at once. Source: Stripe API, `payment_method_options.card.capture_method`.
 */
const heldIf = ({ captureMethod }: SurfaceRequest) =>
  captureMethod ? { payment_method_options: { card: { capture_method: captureMethod } } } : {};

export const confirmParameters = ({
  paymentMethod,
  returnUrl,
}: ConfirmRequest): Stripe.PaymentIntentConfirmParams => ({
  ...(paymentMethod && { payment_method: paymentMethod }),
  // A bank that wants to ask the shopper does so on its own page, or in Stripe.js on ours.
  ...(returnUrl ? { return_url: returnUrl } : { use_stripe_sdk: true }),
  expand: expandIntent,
});
