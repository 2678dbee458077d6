import { z } from "zod";
import { captureMethods } from "./methods";
import { operation } from "./operation";
import { OrderNumber } from "./orders";
import { gatewayRefusals, Payment, startRefusals } from "./payments";
import { RedirectUrl } from "./redirect";

/** Stripe's IDs are only compared and passed on. An empty one would turn a request into a list. */
const id = (prefix: string, what: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[A-Za-z0-9_]{1,200}$`), `Must be an ID that begins with ${prefix}_`)
    .describe(what);

const SessionId = id("cs", "Stripe's Checkout Session");
const PaymentIntentId = id("pi", "Stripe's PaymentIntent");
const PaymentMethodId = id("pm", "Stripe's PaymentMethod");

const CaptureMethod = z
  .enum(captureMethods)
  .optional()
  .describe(
    "manual: a card is only held, until POST /payments/capture; other methods are captured at once. An API key with captures:write may set it, for this and later attempts of the order. Defaults to the shop's setting",
  );

/** The refusals shared by all ways to start a Stripe payment. */
const refusals = [...startRefusals, ...gatewayRefusals, "slow_down"] as const;

export const checkoutStripe = operation({
  method: "POST",
  path: "/payments/stripe/checkout",
  summary: "Create a Stripe Checkout Session for an order; an open one is reused",
  caller: "owner",
  input: z.strictObject({
    order_number: OrderNumber,
    success_url: RedirectUrl.describe(
      "Where Stripe redirects after payment, on the shop's own origin or another allowed origin. {CHECKOUT_SESSION_ID} is replaced with the session's ID",
    ),
    cancel_url: RedirectUrl.describe("Where Stripe's page links back to"),
    capture_method: CaptureMethod,
  }),
  reply: z
    .object({
      payment: Payment,
      session_id: z.string().nullable().describe("Null until Stripe has responded"),
      url: z
        .string()
        .nullable()
        .describe("Redirect the browser here with 303. Null until Stripe has responded"),
    })
    .meta({ id: "StripeCheckout" }),
  status: 201,
  mayBeUnknown: true,
  problems: [...refusals, "redirect_not_allowed", "unauthorized", "forbidden"],
});

export const intentStripe = operation({
  method: "POST",
  path: "/payments/stripe/intent",
  summary: "Create a PaymentIntent for an order, for the card form on the shop's own page",
  caller: "owner",
  input: z.strictObject({
    order_number: OrderNumber,
    payment_method_id: PaymentMethodId.optional().describe("A card that was already collected"),
    capture_method: CaptureMethod,
  }),
  reply: z
    .object({
      payment: Payment,
      payment_intent_id: z.string().nullable().describe("Null until Stripe has responded"),
      client_secret: z.string().nullable().describe("For Stripe.js, in this shopper's browser only"),
      publishable_key: z.string(),
      return_url: z.string().describe("Where Stripe.js returns the browser after it had to leave the page"),
    })
    .meta({ id: "StripeIntent" }),
  status: 201,
  mayBeUnknown: true,
  problems: [...refusals, "unauthorized", "forbidden"],
});

export const confirmStripe = operation({
  method: "POST",
  path: "/payments/stripe/confirm",
  summary: "Confirm an order's open PaymentIntent and charge the card",
  caller: "owner",
  input: z.strictObject({
    order_number: OrderNumber,
    payment_method_id: PaymentMethodId.optional().describe("Required unless the intent was created with one"),
    return_url: RedirectUrl.optional().describe(
      "Where the bank's page redirects to. Without it, Stripe.js handles authentication",
    ),
  }),
  reply: z
    .object({
      payment: Payment,
      next_action: z
        .discriminatedUnion("type", [
          z.object({ type: z.literal("redirect"), url: z.string() }),
          z.object({ type: z.literal("use_stripe_js"), client_secret: z.string() }),
        ])
        .nullable()
        .describe("What the browser must do while the payment's status is requires_action"),
    })
    .meta({ id: "StripeConfirmation" }),
  status: 200,
  mayBeUnknown: true,
  problems: [
    ...refusals.filter((code) => code !== "idempotency_key_reused" && code !== "amount_out_of_range"),
    "redirect_not_allowed",
    "payment_expired",
    "payment_in_review",
    "payment_not_open",
    "payment_not_authenticated",
  ],
});

export const verifyStripe = operation({
  method: "POST",
  path: "/payments/stripe/verify",
  summary: "Fetch a payment's current state from Stripe and record it",
  caller: "owner",
  input: z.union([
    z.strictObject({ order_number: OrderNumber }),
    z.strictObject({ session_id: SessionId }),
    z.strictObject({ payment_intent_id: PaymentIntentId }),
  ]),
  reply: Payment,
  status: 200,
  mayBeUnknown: true,
  problems: ["order_not_found", "payment_not_open", "too_many_requests"],
});

/** The query of a returning browser: its session from the hosted page, its intent from the card form. */
export const StripeReturn = z.union([
  z.object({ session_id: SessionId }),
  z.object({ payment_intent: PaymentIntentId }),
]);
