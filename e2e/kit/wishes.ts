import type { Input, Reply } from "@/components/api";

// What shoppers send, for every program that buys over HTTP.

export type Ordering = {
  items?: { sku: string; quantity: number }[];
  /** The cart's id; without it every order comes from a new cart. */
  cart?: string;
  replaces?: string;
  currency?: "KRW" | "USD";
  locale?: "ko" | "en";
};

export const tShirt = { sku: "TEE-COOL", quantity: 1 };

export const orderOf = ({
  items = [tShirt],
  currency = "KRW",
  locale = "ko",
  replaces,
}: Omit<Ordering, "cart"> = {}): Input<"POST /orders"> => ({
  items,
  customer: { name: "김민아", email: "mina@example.com", phone: "01012345678" },
  shipping_address: {
    country: "KR",
    postcode: "04524",
    line1: "서울 중구 세종대로 110",
    line2: "3층",
    note: "문 앞에",
  },
  currency,
  locale,
  ...(replaces && { replaces }),
});

export const attemptOf = (
  order: Reply<"POST /orders">,
  shopUrl: string,
): Input<"POST /payments/toss/ready"> => ({
  order_number: order.order_number,
  amount: order.amount,
  order_name: order.order_name,
  method: "CARD",
  success_url: `${shopUrl}/success`,
  fail_url: `${shopUrl}/fail`,
});
