import { expect, test } from "vitest";
import { cartInCookie, cookieOf } from "./cart-cookie";

const shirts = { sku: "TEE-COOL", quantity: 2 };
const mug = { sku: "MUG-DAWN", quantity: 1 };

test.each([false, true])(
  "the server reads the cart that the browser wrote, with stock held: %s",
  (holdsStock) => {
    const value = cookieOf({ lines: [shirts, mug], holdsStock });

    expect(value).toMatch(/^[\w.-]+$/);
    expect(cartInCookie(value)).toEqual({ id: "", lines: [shirts, mug], holdsStock });
  },
);

test("nothing is told of an empty cart, one with many lines, or one that no shop of ours wrote", () => {
  const many = Array.from({ length: 31 }, (_, n) => ({ sku: `CUP-${n}`, quantity: 1 }));
  expect(cookieOf({ lines: [] })).toBe("");
  expect(cookieOf({ lines: many })).toBe("");
  expect(cookieOf({ lines: [{ sku: "a; path=/", quantity: 1 }] })).toBe("");
});

test.each([
  undefined,
  "",
  "held",
  "TEE-COOL",
  "TEE-COOL.0",
  "TEE-COOL.100",
  "TEE-COOL.1_TEE-COOL.2",
  "TEE-COOL.1_<script>.1",
  `TEE-COOL.1${"_".repeat(5_000)}`,
])("a cookie of %j is no cart", (value) => {
  expect(cartInCookie(value)).toBeUndefined();
});
