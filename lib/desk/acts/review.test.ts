import { beforeEach, expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { refundsOf } from "@/db/refunds";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { deskAddress, haneul, jiwoo, minho, sora } from "@/testing/desk-people";
import { atGateway, takeMoney } from "@/testing/gateway";
import { anAttempt, anotherAuthenticatedPayment, authenticate, orderNow, paymentNow } from "@/testing/makers";
import { auditOrder } from "../../books/invariants";
import { now } from "../../clock";
import { lookAndRecord } from "../../payments/engine/look";
import { reconcileOnce } from "../../payments/worker/reconcile";
import { acceptReviewedByStaff, returnReviewedByStaff } from "./review";

// ₩30,000 came for an order of ₩29,000.
let order: Order;
let payment: Payment;
const decision = { why: "She agreed by telephone", address: deskAddress };

beforeEach(async () => {
  const made = await anAttempt();
  payment = await holdMoney(made.payment);
  order = await orderNow(made.order);
});

async function holdMoney(attempt: Payment) {
  const paymentKey = await authenticate(attempt, undefined, 30_000);
  await takeMoney({ paymentKey, orderId: attempt.gatewayOrderId, amount: 30_000 });
  const inReview = await lookAndRecord(attempt.id);
  expect(inReview).toMatchObject({ status: "in_review" });
  return paymentNow(attempt);
}

test("Sora accepts it, and the audit log has the state before and after", async () => {
  expect(await acceptReviewedByStaff(sora, payment.id, decision, now())).toMatchObject({ status: "paid" });
  expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
  expect(await auditOf(db, order.number)).toMatchObject([
    {
      actor: "staff:st_sora",
      action: "review_accepted",
      address: deskAddress,
      detail: {
        payment: payment.id,
        amount: 30_000,
        currency: "KRW",
        why: decision.why,
        before: { payment: "in_review", order: "in_review" },
        after: { payment: "paid", order: "paid" },
      },
    },
  ]);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("Sora returns it: everything is refunded in her name", async () => {
  await returnReviewedByStaff(sora, payment.id, decision, now());
  await reconcileOnce();
  expect(await atGateway(payment.gatewayOrderId)).toMatchObject({ balanceAmount: 0 });
  expect(await refundsOf(db, payment.id)).toMatchObject([{ state: "done", requestedBy: "staff:st_sora" }]);
  expect(await auditOf(db, order.number)).toMatchObject([
    { action: "review_returned", detail: { after: { payment: "canceled", order: "canceled" } } },
  ]);
});

test("one accepts while another returns: one succeeds, the other is told, and the audit log has one line", async () => {
  const pressed = await Promise.allSettled([
    acceptReviewedByStaff(sora, payment.id, decision, now()),
    returnReviewedByStaff(minho, payment.id, decision, now()),
  ]);
  expect(pressed.filter((one) => one.status === "rejected")).toMatchObject([
    { reason: { code: "order_changed" } },
  ]);
  expect(await auditOf(db, order.number)).toHaveLength(1);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("two payments are in review: pressing twice returns the one that was shown, not both", async () => {
  const first = await anAttempt();
  const second = await anotherAuthenticatedPayment(first.order);
  await holdMoney(first.payment);
  await holdMoney(second.payment);
  const pressed = await Promise.allSettled(
    [1, 2].map(() => returnReviewedByStaff(sora, second.payment.id, decision, now())),
  );
  expect(pressed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await paymentNow(second.payment)).toMatchObject({ status: "canceled" });
  expect(await paymentNow(first.payment)).toMatchObject({ status: "in_review" });
});

test.each([jiwoo, haneul])("with the role $role nobody decides", async (staff) => {
  await expect(acceptReviewedByStaff(staff, payment.id, decision, now())).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(returnReviewedByStaff(staff, payment.id, decision, now())).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await auditOf(db, order.number)).toEqual([]);
});
