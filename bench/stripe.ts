import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

// Stripe's part of the bench's gateway: a session is open when created, and reads as paid from then on.

type Sold = { id: string; orderId: string; amount: number; currency: string; url: string };
const sessions = new Map<string, Sold>();

/** The answer to a request; undefined if it is not one of Stripe's. */
export function stripeAnswer({ method, url = "" }: IncomingMessage, body: string): object | undefined {
  const { pathname } = new URL(url, "http://gateway");
  if (method === "POST" && pathname === "/v1/checkout/sessions") {
    const sold = soldBy(new URLSearchParams(body));
    sessions.set(sold.id, sold);
    return sessionOf(sold, "open");
  }
  const sold = sessions.get(pathname.replace("/v1/checkout/sessions/", ""));
  return sold && sessionOf(sold, "complete");
}

/** The event that reports a session as paid, in the format and with the signature Stripe uses. */
export function completed(sessionId: string, orderId: string) {
  const now = Math.floor(Date.now() / 1_000);
  const sold = { id: sessionId, orderId, amount: 2_200, currency: "usd", url: "" };
  const body = JSON.stringify({
    id: `evt_${sessionId}`,
    object: "event",
    api_version: "2026-10-28.endive",
    created: now,
    data: { object: { ...sessionOf(sold, "complete"), payment_intent: intentId(sold) } },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: "checkout.session.completed",
  });
  const signature = createHmac("sha256", webhookSecret).update(`${now}.${body}`).digest("hex");
  return { body, signature: `t=${now},v1=${signature}` };
}

/** The webhook secret that a shop without keys expects from the emulator. */
const webhookSecret = "whsec_emulator00000000000000000000";

function soldBy(form: URLSearchParams): Sold {
  const orderId = form.get("client_reference_id") ?? "";
  const price = (field: string) => form.get(`line_items[0][price_data][${field}]`) ?? "";
  const id = `cs_test_${orderId.replaceAll("-", "")}`;
  const amount = Number(price("unit_amount")) * Number(form.get("line_items[0][quantity]"));
  return { id, orderId, amount, currency: price("currency"), url: `https://checkout.stripe.com/c/pay/${id}` };
}

/** As long as a real answer, so that parsing it costs the same. Source: Stripe API, Checkout Session. */
const sessionOf = (sold: Sold, status: "open" | "complete") => ({
  ...Object.fromEntries(unset.map((field) => [field, null])),
  id: sold.id,
  object: "checkout.session",
  amount_subtotal: sold.amount,
  amount_total: sold.amount,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  cancel_url: "http://localhost:3000/cart",
  client_reference_id: sold.orderId,
  created: 1_795_000_000,
  currency: sold.currency,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  expires_at: 1_795_001_860,
  livemode: false,
  metadata: { order_id: sold.orderId },
  mode: "payment",
  payment_intent: status === "open" ? null : intentOf(sold),
  payment_method_types: ["card", "link"],
  payment_status: status === "open" ? "unpaid" : "paid",
  shipping_options: [],
  status,
  success_url: "http://localhost:3000/payments/stripe/success?session_id={CHECKOUT_SESSION_ID}",
  total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
  ui_mode: "hosted_page",
  url: status === "open" ? sold.url : null,
});

const intentId = ({ id }: Sold) => id.replace("cs_test", "pi");

const intentOf = (sold: Sold) => ({
  ...Object.fromEntries(unset.slice(0, 20).map((field) => [field, null])),
  id: intentId(sold),
  object: "payment_intent",
  amount: sold.amount,
  amount_received: sold.amount,
  client_secret: `${intentId(sold)}_secret_bench`,
  currency: sold.currency,
  latest_charge: chargeOf(sold),
  metadata: { order_id: sold.orderId },
  payment_method_types: ["card", "link"],
  status: "succeeded",
});

const chargeOf = (sold: Sold) => ({
  ...Object.fromEntries(unset.slice(20).map((field) => [field, null])),
  id: intentId(sold).replace("pi", "ch"),
  object: "charge",
  amount: sold.amount,
  amount_captured: sold.amount,
  amount_refunded: 0,
  balance_transaction: {
    id: intentId(sold).replace("pi", "txn"),
    object: "balance_transaction",
    amount: sold.amount,
    currency: sold.currency,
    fee: Math.round(sold.amount * 0.029) + 30,
    type: "charge",
  },
  captured: true,
  created: 1_795_000_060,
  currency: sold.currency,
  paid: true,
  payment_method_details: {
    type: "card",
    card: { brand: "visa", last4: "4242", exp_month: 12, exp_year: 2034 },
  },
  receipt_url: "https://pay.stripe.com/receipts/payment/bench",
  refunds: { object: "list", data: [], has_more: false, url: "/v1/charges/ch_bench/refunds" },
  status: "succeeded",
});

/** Fields that are null on most sessions and payments. */
const unset = [
  ...["adaptive_pricing", "after_expiration", "allow_promotion_codes", "allowed_payment_method_types"],
  ...[
    "billing_address_collection",
    "client_secret",
    "collected_information",
    "consent",
    "consent_collection",
  ],
  ...[
    "currency_conversion",
    "customer",
    "customer_account",
    "customer_creation",
    "customer_email",
    "discounts",
  ],
  ...[
    "integration_identifier",
    "invoice",
    "invoice_creation",
    "locale",
    "managed_payments",
    "origin_context",
  ],
  ...[
    "payment_link",
    "payment_method_configuration_details",
    "permissions",
    "recovered_from",
    "setup_intent",
  ],
  ...["saved_payment_method_options", "shipping_address_collection", "shipping_cost", "submit_type"],
  ...["subscription", "wallet_options", "application", "failure_code", "failure_message", "on_behalf_of"],
];
