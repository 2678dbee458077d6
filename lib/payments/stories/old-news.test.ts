import { expect, test } from "vitest";
import type { Payment } from "@/db/schema";
import { sampleBooks } from "@/testing/sample-books";
import { anUnpaidAccount } from "@/testing/snapshot";
import { interpret } from "../engine/observation";
import { isStale } from "../engine/outcome";

const [paid] = sampleBooks({}).payments;
if (!paid) throw new Error("Mina's payment is missing.");
const deposited: Payment = { ...paid, method: "VIRTUAL_ACCOUNT", refunded: 0, refundPending: 0 };

const reversed = anUnpaidAccount({
  paymentKey: "key-1",
  orderId: deposited.gatewayOrderId,
  amount: deposited.amount,
  currency: deposited.currency,
});

test.each([
  ["that nobody has to check", [], false],
  ["whose amount a person already checks", ["captured_changed"], false],
  ["that a person was told about", ["captured_changed", "reversed_after_refund"], true],
] as const)("a reversed deposit, %s", (_, reasons, isOld) => {
  const needs = reasons.map((reason) => ({ reason, detail: "", subjectId: deposited.id }));
  expect(isStale(interpret(deposited, { is: "seen", snapshot: reversed }), needs)).toBe(isOld);
});
