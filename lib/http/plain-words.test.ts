import { expect, test } from "vitest";
import { z } from "zod";
import { operations } from "../contracts";
import { deskOperations } from "../contracts/desk";
import { parsed } from "./http";
import { plainWords } from "./plain-words";

const Order = z.strictObject({
  items: z.array(z.strictObject({ sku: z.string().min(2), quantity: z.int().min(1).max(99) })).min(1),
  currency: z.enum(["KRW", "USD"]),
  name: z.string().min(1).max(60),
  at: z.iso.datetime({ offset: true }).optional(),
  gift: z.boolean().optional(),
});
const right = { items: [{ sku: "TEE", quantity: 1 }], currency: "KRW", name: "김민아" };

test.each([
  [{ items: undefined }, "items: Required"],
  [{ items: [] }, "items: Must not be empty"],
  [{ items: "x" }, "items: Must be a list"],
  [{ items: [{ sku: "T", quantity: 1 }] }, "items.0.sku: Must have at least 2 characters"],
  [{ items: [{ sku: "TEE", quantity: 0 }] }, "items.0.quantity: Must be 1 or more"],
  [{ items: [{ sku: "TEE", quantity: 1.5 }] }, "items.0.quantity: Must be a whole number"],
  [{ items: [{ sku: "TEE", quantity: 100 }] }, "items.0.quantity: Must be 99 or less"],
  [{ currency: "EUR" }, "currency: Must be one of: KRW, USD"],
  [{ name: "" }, "name: Must not be empty"],
  [{ name: 7 }, "name: Must be text"],
  [{ name: "x".repeat(61) }, "name: Must have at most 60 characters"],
  [{ at: "today" }, "at: Must be a time such as 2026-11-30T09:00:00+09:00"],
  [{ gift: "yes" }, "gift: Must be true or false"],
])("%j reads %s", (differs, told) => {
  expect(() => parsed(Order, { ...right, ...differs })).toThrow(
    expect.objectContaining({
      details: expect.objectContaining({ errors: [toError(told)] }),
    }),
  );
});

const toError = (told: string) => {
  const at = told.indexOf(": ");
  return { field: told.slice(0, at), message: told.slice(at + 2) };
};

test("no operation answers an empty request, or one of the wrong type, in the parser's words", () => {
  for (const { path, input } of [...operations, ...deskOperations])
    for (const raw of [{}, [], null, "x", { items: 1, order: [], amount: "x", id: 7 }]) {
      const issues = input.safeParse(raw, { error: plainWords }).error?.issues ?? [];
      expect(JSON.stringify(issues.map(({ message }) => message)), path).not.toMatch(
        /Too (small|big)|Invalid (input|option)|expected|received|undefined/,
      );
    }
});
