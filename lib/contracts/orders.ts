import { z } from "zod";
import { cleanPostcode, isPostcodeOf, missingParts, postcodePattern } from "../contact/address";
import { isCountry } from "../contact/countries";
import { readEmail } from "../contact/email";
import { readPhone } from "../contact/phone";
import { cleanText, isPlain, isVisible, notPlain } from "../contact/text";
import { currencies, locales, maxAmount } from "../money";
import { operation } from "./operation";
import { RedirectUrl } from "./redirect";
import { TaxClass } from "./tax";

export const orderStatuses = [
  "open",
  "waiting_for_deposit",
  "authorized",
  "paid",
  "partially_refunded",
  "refunded",
  "expired",
  "canceled",
  "in_review",
] as const;

export const Currency = z.enum(currencies).describe("ISO 4217");
const Sku = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/)
  .describe("The product's SKU in the catalog, such as TEE-COOL");
export const OrderNumber = z
  .string()
  .regex(/^[A-Za-z0-9_-]{6,60}$/)
  .describe("The order's number, such as ORD-20261121-7K3M9Q");
/** A moment with its offset from UTC. Zod accepts years that PostgreSQL does not, such as 0. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine((at) => /^[12]/.test(at), "Must be in a year from 1000 to 2999");

/** The parameters of a link in an email. */
export const OrderLink = z.object({
  number: OrderNumber,
  until: z.string().regex(/^\d{1,15}$/),
  proof: z.string().regex(/^[\w-]{43}$/),
});

/** An amount in the currency's minor unit. */
export const MinorUnits = z
  .int()
  .nonnegative()
  .describe("In the currency's minor unit: 58990 is ₩58,990, 4500 is $45.00");

export const TaxFreeAmount = MinorUnits.describe(
  "The part of the amount that is for tax-free goods, in won; 0 for orders in other currencies",
);

/** Text that somebody types: trimmed, limited in length, without control characters, and visible. */
export const typed = (max: number) =>
  z
    .string()
    .overwrite(cleanText)
    .min(1)
    .max(max)
    .refine(isPlain, notPlain)
    .refine(isVisible, "Must contain visible characters");

/** Like `typed`, but may be empty. */
const typedOrEmpty = (max: number) => z.union([z.literal(""), typed(max)]);

/** An email address as typed. */
export const Email = z
  .string()
  .overwrite((text) => readEmail(text) ?? text)
  .refine((text) => readEmail(text) !== undefined, "Must be an email address such as name@example.com");

/** A phone number as typed, stored as digits with an optional leading plus. */
const Phone = z
  .string()
  .overwrite((text) => {
    const read = readPhone(text);
    return "phone" in read ? read.phone : text;
  })
  .superRefine((text, context) => {
    const read = readPhone(text);
    if ("phone" in read) return;
    const message =
      read.fault === "too_long"
        ? "Too many digits for a phone number"
        : "Must be a phone number of at least 8 digits";
    context.addIssue({ code: "custom", message });
  })
  .describe(
    "8 to 15 digits, or up to 20 after an international prefix such as 00. Spaces, dots, hyphens and parentheses are ignored",
  );

export const Customer = z.strictObject({
  name: typed(60).describe("The customer's name, as they write it"),
  email: Email.describe("Where emails about the order are sent"),
  phone: Phone,
});

export const ShippingAddress = z.strictObject({
  recipient_name: typed(60).optional().describe("Who receives the parcel, if not the customer"),
  recipient_phone: Phone.optional().describe("The recipient's phone number, if not the customer's"),
  country: z
    .string()
    .refine(isCountry, "Must be a two-letter country code such as US")
    .optional()
    .describe(
      "Two-letter country code (ISO 3166-1). Defaults to KR for orders in won; required for all others",
    ),
  postcode: z
    .union([
      z.literal(""),
      z.string().overwrite(cleanPostcode).regex(postcodePattern, "Must be a postcode such as 04524"),
    ])
    .optional()
    .describe("Omit if the country has none"),
  region: typedOrEmpty(60).optional().describe("State, province, prefecture or county"),
  city: typedOrEmpty(60).optional().describe("City, town or district"),
  line1: typed(120).describe("Street and number"),
  line2: typedOrEmpty(120).optional().describe("Floor, apartment"),
  note: typedOrEmpty(120).optional().describe("Delivery instructions for the courier"),
});

export const maxQuantity = 99;
export const maxLines = 20;

/** For how many minutes an order from another server can be paid at most: a day. */
const minutesAtMost = 1_440;

/** The name of a line that was given none. */
export const lineSku = (at: number) => `LINE-${at + 1}`;

export const OrderItem = z
  .object({
    sku: z.string().describe("The product's SKU, or the caller's own name for its line"),
    name: z.string().describe("Its name in the order's language"),
    quantity: z.int(),
    unit_price: MinorUnits,
    tax_class: TaxClass,
  })
  .meta({ id: "OrderItem" });

const CartOrder = z
  .strictObject({
    items: z
      .array(z.strictObject({ sku: Sku, quantity: z.int().min(1).max(maxQuantity) }))
      .min(1)
      .max(maxLines)
      .refine(
        (items) => new Set(items.map((item) => item.sku)).size === items.length,
        "Each sku may appear only once",
      )
      .describe("The items to buy, each sku once. Prices come from the catalog"),
    customer: Customer,
    shipping_address: ShippingAddress.optional().describe("Required for orders in dollars"),
    currency: Currency,
    locale: z.enum(locales).optional().describe("The language of the order's name and emails"),
    replaces: OrderNumber.optional().describe(
      "The order created from the cart before it changed. It is canceled, so that one cart is only one order",
    ),
  })
  .superRefine(({ currency, shipping_address: address }, context) => {
    if (!address && currency !== "KRW")
      context.addIssue({
        code: "custom",
        path: ["shipping_address"],
        message: "Required for orders in dollars",
      });
  })
  .superRefine(checkAddress);

export const linesAtMost = 50;

/** One line that another server describes itself: it is no product of this shop. */
const Line = z.strictObject({
  name: typed(100).describe("What the shopper reads on the pay page, the receipt and in emails"),
  unit_price: z
    .int()
    .min(1)
    .max(maxAmount)
    .describe("With VAT, in minor units of the order's currency: 58990 is ₩58,990, 4500 is $45.00"),
  quantity: z.int().min(1).max(9_999),
  sku: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, "Use up to 64 letters, digits, dots, hyphens and underscores")
    .optional()
    .describe("Your own name for it, once per order. Defaults to LINE-1, LINE-2 and so on"),
  tax_class: TaxClass.optional(),
});

const LinesOrder = z
  .strictObject({
    lines: z
      .array(Line)
      .min(1)
      .max(linesAtMost)
      .refine((lines) => {
        const skus = lines.map(({ sku }, at) => sku ?? lineSku(at));
        return new Set(skus).size === skus.length;
      }, "Each sku may appear only once")
      .describe("What is sold, with your own names and prices. Include delivery as a line. API keys only"),
    customer: Customer,
    shipping_address: ShippingAddress.optional().describe(
      "Omit it if nothing is delivered, such as for a lesson. Pages and emails then do not announce a delivery",
    ),
    currency: Currency.describe("ISO 4217. Every line has this currency"),
    locale: z.enum(locales).optional().describe("The language of the order's name and emails"),
    reference: typed(100)
      .optional()
      .describe("Your own number for the order. It is returned by GET /orders and sent in webhooks"),
    return_url: RedirectUrl.optional().describe(
      "Where the shopper goes after paying; order_number is added. On an allowed origin. It proves nothing: read the order's status, or wait for the webhook",
    ),
    cancel_url: RedirectUrl.optional().describe(
      "Where the pay page's link back leads; order_number is added. On an allowed origin",
    ),
    expires_in_minutes: z
      .int()
      .min(10)
      .max(minutesAtMost)
      .optional()
      .describe(`For how many minutes it can be paid, 10 to ${minutesAtMost}. Defaults to 30`),
  })
  .superRefine(checkAddress);

type WithAddress = { currency: string; shipping_address?: z.output<typeof ShippingAddress> | undefined };

/** An address must have the parts that its country uses. */
function checkAddress({ currency, shipping_address: address }: WithAddress, context: z.core.$RefinementCtx) {
  if (!address) return;
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: "custom", path: ["shipping_address", field], message, input: undefined });
  const country = address.country ?? (currency === "KRW" ? "KR" : undefined);
  if (!country) return refuse("country", "Must be a two-letter country code such as US");
  if (!isCountry(country)) return;
  for (const part of missingParts(country, address)) refuse(part, `Required in ${country}`);
  if (address.postcode && !isPostcodeOf(country, address.postcode))
    refuse(
      "postcode",
      country === "KR"
        ? "Must be a Korean postal code of five digits, such as 04524"
        : `Must be a postal code in the format used in ${country}`,
    );
}

export const createOrder = operation({
  method: "POST",
  path: "/orders",
  summary: "Create an order from a cart at the catalog's prices or, with an API key, from your own lines",
  caller: "anybody",
  scope: "orders:write",
  input: z.union([CartOrder, LinesOrder]),
  reply: z
    .object({
      order_number: OrderNumber,
      order_name: z.string().describe("A short description of the items, as the gateway shows it"),
      amount: MinorUnits.describe("The total to pay: items and delivery, in the currency's minor unit"),
      shipping: MinorUnits.describe("The part of the amount that is for delivery; 0 without an address"),
      tax_free_amount: TaxFreeAmount,
      currency: Currency,
      items: z.array(OrderItem),
      status: z.enum(orderStatuses),
      expires_at: Instant.describe("When the order expires, unless it changes"),
      access_token: z.string().describe("Send it in the Order-Token header of later requests for this order"),
      checkout_url: z
        .string()
        .optional()
        .describe(
          "For an order from your own lines: the page where it is paid, for its shopper alone. The link works until `expires_at`; whoever opens it may pay, see and cancel the order in that browser",
        ),
    })
    .meta({ id: "Order" }),
  status: 201,
  problems: [
    "product_not_found",
    "out_of_stock",
    "redirect_not_allowed",
    "unauthorized",
    "forbidden",
    "idempotency_key_reused",
    "idempotency_key_in_use",
    "order_not_found",
    "payment_in_progress",
    "order_already_paid",
    "too_many_open_orders",
    "too_many_requests",
  ],
});
