import { expect, test } from "vitest";
import { paymentsOf } from "@/db/payments";
import type { Order } from "@/db/schema";
import { db } from "@/db/store";
import { fault, takeMoney } from "@/testing/gateway";
import {
  anAttempt,
  anAuthenticatedPayment,
  anotherAuthenticatedPayment,
  authenticate,
  confirmWith,
  needsNow,
  orderNow,
  standingNow,
} from "@/testing/makers";
import { now } from "../../clock";
import { cancel } from "../ending/expire";
import { lookAndRecord } from "../engine/look";
import { returnReviewed } from "../refunds/review";
import { presentStatus } from "../view/present";
import { reconcileOnce } from "../worker/reconcile";

// Money that the shop holds and owes because the gateway refused to refund it.

const next = async ({ id }: Order) => presentStatus(await orderNow({ id }), await paymentsOf(db, id)).next;

const refuseRefunds = (orderId: string) =>
  fault("error", { operation: "cancel", times: 1, orderId, code: "EXCEED_MAX_REFUND_DUE" });

test("rule 21: Mina canceled, and a late charge could not be refunded: she is not told that nothing is owed", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  await cancel(order.id, now());
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
  await refuseRefunds(payment.gatewayOrderId);
  await lookAndRecord(payment.id);
  await reconcileOnce();
  expect(await needsNow(payment)).toEqual(["refund_failed:EXCEED_MAX_REFUND_DUE"]);
  expect(await next(order)).toMatchObject({
    action: "contact_shop",
    detail: expect.stringContaining("Someone at the shop will make it"),
  });
});

test("rule 21: a second charge that could not be refunded is reported although the order is paid", async () => {
  const first = await anAuthenticatedPayment();
  const second = await anotherAuthenticatedPayment(first.order);
  await confirmWith(first.payment, first.paymentKey);
  const { gatewayOrderId, amount } = second.payment;
  await takeMoney({ paymentKey: second.paymentKey, orderId: gatewayOrderId, amount });
  await refuseRefunds(gatewayOrderId);
  await lookAndRecord(second.payment.id);
  await reconcileOnce();
  expect((await next(first.order)).action).toBe("contact_shop");
});

test("rule 21: money in review whose return the gateway refused waits for a person again", async () => {
  const { order, payment } = await anAttempt();
  const paymentKey = await authenticate(payment, undefined, 30_000);
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: 30_000 });
  await lookAndRecord(payment.id);
  await refuseRefunds(payment.gatewayOrderId);
  await returnReviewed(order.id, "not what was asked", "staff", now());
  await reconcileOnce();
  expect(await standingNow(payment)).toMatchObject({
    refundPending: 0,
    needs: ["refund_failed:EXCEED_MAX_REFUND_DUE"],
  });
  expect((await next(order)).action).toBe("contact_shop");
});
