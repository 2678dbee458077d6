import { beforeEach, describe, expect, test } from "vitest";
import type { Order, Payment } from "@/db/schema";
import { fault, takeMoney } from "@/testing/gateway";
import {
  anAttempt,
  anOrder,
  aProduct,
  authenticate,
  confirmWith,
  orderNow,
  paymentNow,
  standingNow,
  storyOf,
} from "@/testing/makers";
import { auditOrder } from "../../books/invariants";
import { lookAndRecord } from "../engine/look";
import { refund } from "../refunds/refund";

describe("Mina's ₩30,000 are in review and in the books", () => {
  let order: Order;
  let payment: Payment;

  beforeEach(async () => {
    const { sku } = await aProduct();
    const made = await anAttempt(await anOrder([{ sku, quantity: 1 }]));
    const paymentKey = await authenticate(made.payment, undefined, 30_000);
    await takeMoney({ paymentKey, orderId: made.payment.gatewayOrderId, amount: 30_000 });
    payment = await confirmWith(made.payment, paymentKey);
    order = await orderNow(made.order);
    expect(payment).toMatchObject({ status: "in_review", captured: 30_000 });
  });

  test("one answer with another amount changes nothing, and the second answer counts", async () => {
    await fault("wrong_amount", { operation: "cancel", times: 1 });
    const given = await refund({
      paymentId: payment.id,
      amount: 1_000,
      reason: "a part of it",
      requestedBy: "sora",
      waitMs: 8_000,
    });
    expect(given.state).toBe("done");
    expect(await paymentNow(payment)).toMatchObject({ captured: 30_000, refunded: 1_000 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("an amount that stays different needs a person; the books stay as they are, and it is reported once", async () => {
    await fault("wrong_amount");
    await lookAndRecord(payment.id);
    expect(await standingNow(payment)).toMatchObject({
      captured: 30_000,
      needs: ["mismatch", "captured_changed:31000"],
    });
    expect(await auditOrder(order.id)).toEqual([]);
    const told = await storyOf(order);
    await lookAndRecord(payment.id);
    expect(await storyOf(order)).toEqual(told);
    expect(told).toContain("needs_person");
  });
});
