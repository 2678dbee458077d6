import { z } from "zod";
import { isRefusal, misread, type Refusal } from "../errors";
import type { CardInput } from "../methods/cards";
import { refusalOfAmount } from "./amounts";
import { elsewhere } from "./elsewhere";
import type { Form } from "./form";
import {
  address,
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

const Billing = z.strictObject({
  name: unsettable.default(null),
  email: unsettable.default(null),
  phone: unsettable.default(null),
  tax_id: unsettable.optional(),
  address: address.nullable().default(null),
});

/** A payment method sent with the request; card numbers are accepted only from a browser. */
export const MethodData = z.strictObject({
  type: z.enum(["card", "us_bank_account"]),
  card: z
    .strictObject({
      number: filled,
      exp_month: integer,
      exp_year: integer,
      cvc: filled.default("000"),
    })
    .optional(),
  us_bank_account: z
    .strictObject({
      account_number: filled,
      routing_number: filled.optional(),
      account_holder_type: z.enum(["company", "individual"]).optional(),
      account_type: z.enum(["checking", "savings"]).optional(),
    })
    .optional(),
  billing_details: Billing.default({ name: null, email: null, phone: null, address: null }),
  metadata: metadata.default({}),
  allow_redisplay: z.enum(["always", "limited", "unspecified"]).optional(),
});

export type MethodData = z.output<typeof MethodData>;

export function cardIn({ card, billing_details }: MethodData): CardInput | null {
  if (!card) return null;
  const { number, exp_month: expMonth, exp_year: expYear, cvc } = card;
  return { number, expMonth, expYear, cvc, name: billing_details.name ?? undefined };
}

const enabled = boolean.refine((on) => on, {
  params: { exactly: "The emulator chooses methods automatically, or by allowed_payment_method_types." },
});
const captureMethod = z.enum(["automatic", "automatic_async", "manual"]);

/** Options by payment method: whether a card is only held, whatever the payment's own capture method. */
export const MethodOptions = z.strictObject({
  card: z.strictObject({ capture_method: z.enum(["manual"]).optional() }).optional(),
});

const setUp = {
  amount: positive,
  currency,
  description: unsettable.optional(),
  metadata: metadata.optional(),
  payment_method: filled.optional(),
  payment_method_data: MethodData.optional(),
  receipt_email: email.optional(),
  shipping: shipping.optional(),
  setup_future_usage: z.enum(["on_session", "off_session"]).optional(),
  statement_descriptor: filled.optional(),
  statement_descriptor_suffix: filled.optional(),
  transfer_group: filled.optional(),
  capture_method: captureMethod.optional(),
  payment_method_options: MethodOptions.optional(),
  allowed_payment_method_types: list(filled).optional(),
  excluded_payment_method_types: list(filled).optional(),
};

const confirming = {
  return_url: url.optional(),
  off_session: boolean.optional(),
  error_on_requires_action: boolean.optional(),
  use_stripe_sdk: boolean.optional(),
};

const IntentBody = z.strictObject({
  ...setUp,
  ...confirming,
  automatic_payment_methods: z
    .strictObject({ enabled, allow_redirects: z.enum(["always", "never"]).optional() })
    .optional(),
  confirm: boolean.default(false),
  confirmation_method: z.enum(["automatic"]).optional(),
});

export const IntentUpdate = z.strictObject({
  ...setUp,
  amount: positive.optional(),
  currency: currency.optional(),
});

export const ConfirmBody = z.strictObject({
  ...confirming,
  payment_method: filled.optional(),
  payment_method_data: MethodData.optional(),
  client_secret: filled.optional(),
  receipt_email: email.optional(),
  shipping: shipping.optional(),
  setup_future_usage: z.enum(["on_session", "off_session"]).optional(),
  expected_payment_method_type: filled.optional(),
});

export const CaptureBody = z.strictObject({
  amount_to_capture: positive.optional(),
  final_capture: boolean
    .refine((last) => last, { params: { exactly: "The emulator captures once and lets go of the rest." } })
    .optional(),
});

export const CancelBody = z.strictObject({
  cancellation_reason: z.enum(["duplicate", "fraudulent", "requested_by_customer", "abandoned"]).optional(),
});

export type IntentBody = z.output<typeof IntentBody>;

/** Parses and checks a request to create a PaymentIntent. */
export function readIntent(form: Form): IntentBody | Refusal {
  const body = read(IntentBody, form, elsewhere.intent);
  if (isRefusal(body)) return body;
  const ways = [
    "automatic_payment_methods",
    "allowed_payment_method_types",
    "excluded_payment_method_types",
  ] as const;
  const named = ways.filter((way) => body[way] !== undefined);
  if (body.allowed_payment_method_types && named.length > 1) {
    return misread(`You may only specify one of these parameters: ${named.join(", ")}.`, {
      param: "allowed_payment_method_types",
    });
  }
  if (!body.confirm && (body.off_session !== undefined || body.error_on_requires_action !== undefined)) {
    const param = body.off_session !== undefined ? "off_session" : "error_on_requires_action";
    return misread(`The parameter \`${param}\` can only be passed when \`confirm=true\`.`, { param });
  }
  return refusalOfAmount(body.amount, body.currency, "intent") ?? body;
}
