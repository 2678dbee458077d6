import { z } from "zod";
import { isRefusal, misread, type Refusal } from "../errors";
import { sessionLastsMaxMs, sessionLastsMinMs } from "../rules";
import type { SessionOrder } from "../verbs/create-session";
import { refusalOfAmount } from "./amounts";
import { elsewhere } from "./elsewhere";
import type { Form } from "./form";
import { MethodOptions } from "./intent-body";
import {
  boolean,
  currency,
  email,
  filled,
  integer,
  list,
  metadata,
  positive,
  read,
  shipping,
  unsettable,
  url,
} from "./params";

const disabled = z.strictObject({
  enabled: boolean.refine((on) => !on, { params: { exactly: "The emulator can only leave this disabled." } }),
});

const LineItem = z.strictObject({
  price_data: z.strictObject({
    currency,
    unit_amount: integer.refine((amount) => amount >= 0, {
      params: {
        code: "parameter_invalid_integer",
        exactly: "This value must be greater than or equal to 0.",
      },
    }),
    product_data: z.strictObject({
      name: filled,
      description: filled.optional(),
      images: list(url).optional(),
      metadata: metadata.optional(),
      tax_code: filled.optional(),
    }),
    tax_behavior: z.enum(["exclusive", "inclusive", "unspecified"]).optional(),
  }),
  quantity: positive.default(1),
  metadata: metadata.optional(),
});

const locales =
  "auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW".split(
    " ",
  );

const SessionBody = z.strictObject({
  mode: z.enum(["payment", "setup", "subscription"]).optional(),
  ui_mode: z.enum(["hosted_page", "embedded_page", "elements", "form"]).default("hosted_page"),
  line_items: list(LineItem),
  currency: currency.optional(),
  success_url: url.optional(),
  cancel_url: url.optional(),
  return_url: url.optional(),
  redirect_on_completion: z.enum(["always", "if_required", "never"]).optional(),
  client_reference_id: filled
    .refine((id) => id.length <= 200, {
      params: { exactly: "client_reference_id has at most 200 characters." },
    })
    .optional(),
  customer_email: email.optional(),
  customer_creation: z.enum(["if_required"]).optional(),
  metadata: metadata.default({}),
  expires_at: integer.optional(),
  locale: z.enum(locales).optional(),
  submit_type: z.enum(["auto", "book", "donate", "pay"]).optional(),
  phone_number_collection: disabled.optional(),
  adaptive_pricing: z.strictObject({ enabled: boolean }).optional(),
  automatic_tax: disabled.optional(),
  allow_promotion_codes: boolean
    .refine((on) => !on, { params: { exactly: "The emulator has no promotion codes." } })
    .optional(),
  allowed_payment_method_types: list(filled).optional(),
  excluded_payment_method_types: list(filled).optional(),
  payment_method_options: MethodOptions.optional(),
  payment_intent_data: z
    .strictObject({
      capture_method: z.enum(["automatic", "automatic_async", "manual"]).default("automatic_async"),
      description: unsettable.default(null),
      metadata: metadata.default({}),
      receipt_email: email.optional(),
      shipping: shipping.optional(),
      statement_descriptor: filled.optional(),
      statement_descriptor_suffix: filled.optional(),
      transfer_group: filled.optional(),
    })
    .optional(),
});

/** Parses and checks a request to create a Checkout Session. */
export function readSession(form: Form, now: number): SessionOrder | Refusal {
  const body = read(SessionBody, form, elsewhere.session);
  if (isRefusal(body)) return body;
  const { line_items: items, payment_intent_data: wish } = body;
  const refused = refusalOf(body, now);
  if (refused) return refused;
  const [first] = items;
  if (!first)
    return misread("Missing required param: line_items.", { code: "parameter_missing", param: "line_items" });
  const paid = first.price_data.currency;
  const total = items.reduce((sum, { price_data, quantity }) => sum + price_data.unit_amount * quantity, 0);
  const tooOdd = refusalOfAmount(total, paid, "session");
  if (tooOdd) return tooOdd;
  return {
    orderId: body.client_reference_id ?? body.metadata.order_id ?? null,
    uiMode: body.ui_mode,
    currency: paid,
    amountTotal: total,
    items: items.map(({ price_data: { product_data: product, unit_amount }, quantity }) => ({
      name: product.name,
      description: product.description ?? null,
      images: product.images ?? [],
      unitAmount: unit_amount,
      quantity,
    })),
    successUrl: body.success_url ?? null,
    cancelUrl: body.cancel_url ?? null,
    returnUrl: body.return_url ?? null,
    redirectOnCompletion: body.redirect_on_completion ?? "always",
    clientReferenceId: body.client_reference_id ?? null,
    customerEmail: body.customer_email ?? null,
    metadata: body.metadata,
    expiresAt: body.expires_at === undefined ? now + sessionLastsMaxMs : body.expires_at * 1000,
    locale: body.locale ?? null,
    submitType: body.submit_type ?? null,
    adaptivePricing: body.adaptive_pricing?.enabled ?? true,
    allowedTypes: body.allowed_payment_method_types ?? null,
    excludedTypes: body.excluded_payment_method_types ?? [],
    intentWish: {
      captureMethod: wish?.capture_method ?? "automatic_async",
      cardCaptureMethod: body.payment_method_options?.card?.capture_method ?? null,
      description: wish?.description ?? null,
      metadata: wish?.metadata ?? {},
      receiptEmail: wish?.receipt_email ?? null,
      shipping: wish?.shipping ?? null,
      statementDescriptor: wish?.statement_descriptor ?? null,
      statementDescriptorSuffix: wish?.statement_descriptor_suffix ?? null,
      transferGroup: wish?.transfer_group ?? null,
    },
  };
}

function refusalOf(body: z.output<typeof SessionBody>, now: number): Refusal | null {
  const { mode, ui_mode, line_items: items, success_url, return_url, expires_at } = body;
  const asked = (param: string, message: string) => misread(message, { param });
  if (mode === undefined) {
    return misread("Missing required param: mode.", { code: "parameter_missing", param: "mode" });
  }
  if (mode !== "payment") return asked("mode", "The emulator knows sessions of mode `payment` only.");
  if (body.allowed_payment_method_types && body.excluded_payment_method_types) {
    return asked(
      "allowed_payment_method_types",
      "You may only specify one of these parameters: allowed_payment_method_types, excluded_payment_method_types.",
    );
  }
  if (ui_mode === "hosted_page" && success_url === undefined) {
    return misread("Missing required param: success_url.", {
      code: "parameter_missing",
      param: "success_url",
    });
  }
  if (ui_mode !== "hosted_page" && (success_url !== undefined || body.cancel_url !== undefined)) {
    return asked(
      "success_url",
      `\`success_url\` and \`cancel_url\` can only be used with \`ui_mode: hosted_page\`.`,
    );
  }
  if (ui_mode === "hosted_page" && return_url !== undefined) {
    return asked("return_url", "`return_url` cannot be used with `ui_mode: hosted_page`; use `success_url`.");
  }
  if (ui_mode !== "hosted_page" && return_url === undefined && body.redirect_on_completion !== "never") {
    return misread("Missing required param: return_url.", { code: "parameter_missing", param: "return_url" });
  }
  const currencies = new Set(items.map(({ price_data }) => price_data.currency));
  if (body.currency !== undefined) currencies.add(body.currency);
  if (currencies.size > 1) {
    return asked("line_items", "The line items of a Checkout Session must all have the same currency.");
  }
  const seconds = Math.floor(now / 1000);
  if (expires_at !== undefined && expires_at < seconds + sessionLastsMinMs / 1000) {
    return asked(
      "expires_at",
      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
    );
  }
  if (expires_at !== undefined && expires_at > seconds + sessionLastsMaxMs / 1000) {
    return asked(
      "expires_at",
      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
    );
  }
  return null;
}
