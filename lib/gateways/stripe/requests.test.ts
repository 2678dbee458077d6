import fc from "fast-check";
import { expect, test } from "vitest";
import type { SurfaceRequest } from "../gateway";
import { intentParameters, sessionParameters } from "./requests";

const request = (differs: Partial<SurfaceRequest>): SurfaceRequest => ({
  orderId: "ORD-1-1",
  orderName: "Cool T-Shirt",
  amount: 2_200,
  currency: "USD",
  lines: [{ name: "Cool T-Shirt", quantity: 1, unitPrice: 2_200 }],
  customerEmail: "mina@example.com",
  locale: "en",
  page: {
    returnUrl: "https://shop.example/back",
    cancelUrl: "https://shop.example/cart",
    closesAt: "2026-11-29T03:00:00Z",
  },
  ...differs,
});

test("the names of a product and an order fit Stripe's limits, whatever they are", () => {
  const name = fc
    .array(fc.oneof(fc.string(), fc.constantFrom("👨‍👩‍👧", "한정판 ", "é")), { maxLength: 200 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(name, name, (product, order) => {
      const wish = request({
        orderName: order,
        lines: [{ name: product, quantity: 1, unitPrice: 2_200 }],
      });
      const session = sessionParameters(wish);
      const [line] = session.line_items ?? [];
      expect(line?.price_data?.product_data?.name.length).toBeLessThanOrEqual(250);
      expect(`${session.payment_intent_data?.description}`.length).toBeLessThanOrEqual(500);
      expect(`${intentParameters(wish).description}`.length).toBeLessThanOrEqual(500);
    }),
  );
});

test.each([
  ["mina@example.com", "mina@example.com"],
  ["name.@docomo.ne.jp", undefined],
  ["user@xn--hq1bm8jm9l.xn--3e0b707e", undefined],
])("the address %j is sent as %j: a page without one asks for it", (customerEmail, told) => {
  expect(sessionParameters(request({ customerEmail })).customer_email).toBe(told);
});
