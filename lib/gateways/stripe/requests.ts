import type Stripe from "stripe";
import { emailForGateway } from "../../contact/email";
import { shorten } from "../../contact/shorten";
import type { ConfirmRequest, DoorRequest } from "../gateway";
import { expandIntent, orderIdKey } from "./wire";

// What is sent, by the SDK's own types, so that the compiler refuses a parameter the pinned version does not know.

/** What Stripe takes of a text, in characters. Source: its changelog for products and invoice lines. */
const longest = { productName: 250, description: 500 };

/** A page of Stripe's. Its intent comes into being when the shopper presses pay, so it is told our order id here. */
export function sessionParameters(request: DoorRequest): Stripe.Checkout.SessionCreateParams {
  const { page, orderId, currency } = request;
  if (!page) throw new Error(`${orderId} has no page to be paid on.`);
  const metadata = { [orderIdKey]: orderId };
  const customerEmail = emailForGateway(request.customerEmail);
  return {
    mode: "payment",
    client_reference_id: orderId,
    metadata,
    payment_intent_data: { metadata, description: shorten(request.orderName, longest.description) },
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

/** An intent for the card form on the shop's own page, which takes cards and nothing that leads away from it. */
export const intentParameters = (request: DoorRequest): Stripe.PaymentIntentCreateParams => ({
  amount: request.amount,
  currency: request.currency.toLowerCase(),
  description: shorten(request.orderName, longest.description),
  metadata: { [orderIdKey]: request.orderId },
  allowed_payment_method_types: ["card"],
  ...(request.paymentMethod && { payment_method: request.paymentMethod }),
});

export const confirmParameters = ({
  paymentMethod,
  returnUrl,
}: ConfirmRequest): Stripe.PaymentIntentConfirmParams => ({
  ...(paymentMethod && { payment_method: paymentMethod }),
  // A bank that wants to ask the shopper does so on a page of its own, or in Stripe.js on ours.
  ...(returnUrl ? { return_url: returnUrl } : { use_stripe_sdk: true }),
  expand: expandIntent,
});
