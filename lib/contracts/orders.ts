import { z } from "zod";
import { currencies, locales } from "../money";
import { operation } from "./operation";

export const orderStatuses = [
  "open",
  "waiting_for_deposit",
  "paid",
  "partially_refunded",
  "refunded",
  "expired",
  "canceled",
  "held",
] as const;

export const Currency = z.enum(currencies).describe("ISO 4217");
const Sku = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/)
  .describe("The product's code in the catalogue, such as TEE-COOL");
export const OrderNumber = z
  .string()
  .regex(/^[A-Za-z0-9_-]{6,60}$/)
  .describe("The order's number, such as ORD-20261121-7K3M9Q");
export const Instant = z.iso.datetime({ offset: true });

/** The query of a link in a letter. */
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

/** True for text without control characters and broken Unicode, which not every database can hold. */
export const isPlain = (text: string) => !/[\p{Cc}\p{Cs}]/u.test(text);
export const notPlain = "Control characters are not allowed";

/** What a person types: trimmed, short and plain. */
export const typed = (max: number) =>
  z.string().trim().normalize("NFC").min(1).max(max).refine(isPlain, notPlain);

/** A telephone number as typed, kept as digits with an optional leading plus. */
const Phone = z
  .string()
  .trim()
  .max(30)
  .transform((text) => text.replace(/[\s().-]/g, ""))
  .pipe(z.string().regex(/^\+?\d{8,15}$/, "8 to 15 digits"))
  .describe("8 to 15 digits; spaces, dots, hyphens and brackets are left out");

export const Customer = z.strictObject({
  name: typed(60).describe("Who buys, as people write it"),
  email: z.email().max(100).describe("Where messages about the order go"),
  phone: Phone,
});

export const ShippingAddress = z.strictObject({
  postcode: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9 -]{3,10}$/, "A postcode such as 04524"),
  line1: typed(120).describe("Street and number"),
  line2: z
    .union([z.literal(""), typed(120)])
    .optional()
    .describe("Floor, flat"),
  note: z
    .union([z.literal(""), typed(120)])
    .optional()
    .describe("A word for the courier"),
});

export const maxQuantity = 99;
export const maxLines = 20;

export const OrderItem = z
  .object({
    sku: Sku,
    name: z.string().describe("The product's name in the order's language"),
    quantity: z.int(),
    unit_price: MinorUnits,
  })
  .meta({ id: "OrderItem" });

export const createOrder = operation({
  method: "POST",
  path: "/orders",
  summary: "Make an order of what is in a cart, priced by the shop",
  caller: "anybody",
  input: z.strictObject({
    items: z
      .array(z.strictObject({ sku: Sku, quantity: z.int().min(1).max(maxQuantity) }))
      .min(1)
      .max(maxLines)
      .refine((items) => new Set(items.map((item) => item.sku)).size === items.length, "Each sku once")
      .describe("What is bought, each sku once. Prices come from the catalogue"),
    customer: Customer,
    shipping_address: ShippingAddress.optional(),
    currency: Currency,
    locale: z.enum(locales).optional().describe("The language of the order's name and messages"),
    replaces: OrderNumber.optional().describe(
      "The order of the cart as it was before it changed: it is canceled, so that one cart stays one order",
    ),
  }),
  reply: z
    .object({
      order_number: OrderNumber,
      order_name: z.string().describe("What is bought, in a few words, as the gateway shows it"),
      amount: MinorUnits,
      currency: Currency,
      items: z.array(OrderItem),
      status: z.enum(orderStatuses),
      expires_at: Instant.describe("Until when it can be paid, as it stands"),
      access_token: z.string().describe("Goes into the Order-Token header of later calls for this order"),
    })
    .meta({ id: "Order" }),
  status: 201,
  problems: [
    "product_not_found",
    "idempotency_key_reused",
    "order_not_found",
    "payment_in_progress",
    "order_already_paid",
    "too_many_open_orders",
    "too_many_requests",
  ],
});
