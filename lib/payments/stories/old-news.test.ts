import { expect, test } from "vitest";
import type { Payment } from "@/db/schema";
import { sampleBooks } from "@/testing/sample-books";
import type { Snapshot } from "../../gateways/gateway";
import { interpret } from "../engine/observation";
import { isStale } from "../engine/outcome";

const [paid] = sampleBooks({}).payments;
if (!paid) throw new Error("Mina's payment is missing.");
const deposited: Payment = { ...paid, method: "VIRTUAL_ACCOUNT", refunded: 0, refundPending: 0 };

const reversed: Snapshot = {
  status: "waiting_for_deposit",
  paymentKey: "key-1",
  sessionKey: null,
  door: null,
  orderId: deposited.gatewayOrderId,
  amount: deposited.amount,
  currency: deposited.currency,
  captured: 0,
  captureTransaction: null,
  refunds: [],
  disputes: [],
  doubt: null,
  fee: null,
  failureCode: null,
  isDecline: false,
  approvedAt: null,
  method: "VIRTUAL_ACCOUNT",
  dueAt: null,
  closed: false,
  depositSecret: null,
  detail: {},
};

test.each([
  ["of a deposit that nobody has to look at", [], false],
  ["of one whose sum a person looks at already", ["captured_changed"], false],
  ["which a person was told of", ["captured_changed", "reversed_after_refund"], true],
] as const)("a deposit taken back, %s", (_, reasons, isOld) => {
  const needs = reasons.map((reason) => ({ reason, detail: "", subjectId: deposited.id }));
  expect(isStale(interpret(deposited, { is: "seen", snapshot: reversed }), needs)).toBe(isOld);
});
