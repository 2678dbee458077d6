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

export const Currency = z.enum(currencies);
const Sku = z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/);
export const OrderNumber = z.string().regex(/^[A-Za-z0-9_-]{6,60}$/);
export const Instant = z.iso.datetime({ offset: true });

/** True for text without control characters and broken Unicode, which not every database can hold. */
export const isPlain = (text: string) => !/[\p{Cc}\p{Cs}]/u.test(text);
export const notPlain = "Control characters are not allowed";

/** What a person types: trimmed, short and plain. */
export const typed = (max: number) => z.string().trim().min(1).max(max).refine(isPlain, notPlain);

/** A telephone number as typed, kept as digits with an optional leading plus. */
const Phone = z
  .string()
  .trim()
  .max(30)
  .transform((text) => text.replace(/[\s().-]/g, ""))
  .pipe(z.string().regex(/^\+?\d{8,15}$/, "8 to 15 digits"));

export const Customer = z.strictObject({
  name: typed(60),
  email: z.email().max(100),
  phone: Phone,
});

export const ShippingAddress = z.strictObject({
  postcode: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9 -]{3,10}$/, "A postcode such as 04524"),
  line1: typed(120),
  line2: z.union([z.literal(""), typed(120)]).optional(),
  note: z.union([z.literal(""), typed(120)]).optional(),
});

export const maxQuantity = 99;
export const maxLines = 20;

export const OrderItem = z
  .object({
    sku: Sku,
    name: z.string(),
    quantity: z.int(),
    unit_price: z.int(),
  })
  .meta({ id: "OrderItem" });

export const createOrder = operation({
  method: "POST",
  path: "/orders",
  summary: "Make an order of what is in a cart, priced by the shop",
  input: z.strictObject({
    items: z
      .array(z.strictObject({ sku: Sku, quantity: z.int().min(1).max(maxQuantity) }))
      .min(1)
      .max(maxLines)
      .refine((items) => new Set(items.map((item) => item.sku)).size === items.length, "Each sku once"),
    customer: Customer,
    shipping_address: ShippingAddress.optional(),
    currency: Currency,
    locale: z.enum(locales).optional(),
    /** The order of the cart as it was before it changed: it is canceled, so that one cart stays one order. */
    replaces: OrderNumber.optional(),
  }),
  reply: z
    .object({
      order_number: OrderNumber,
      order_name: z.string(),
      amount: z.int().nonnegative(),
      currency: Currency,
      items: z.array(OrderItem),
      status: z.enum(orderStatuses),
      expires_at: Instant,
      access_token: z.string(),
    })
    .meta({ id: "Order" }),
  status: 201,
  problems: [
    "product_not_found",
    "idempotency_key_reused",
    "order_not_found",
    "payment_in_progress",
    "order_already_paid",
  ],
});
