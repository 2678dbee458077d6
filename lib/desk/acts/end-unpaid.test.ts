import { expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { productsBySku } from "@/db/products";
import { db } from "@/db/store";
import { deskAddress, haneul, jiwoo } from "@/testing/desk-people";
import { fault, toss, turnClock } from "@/testing/gateway";
import {
  anAccount,
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  aPaidPayment,
  aProduct,
  confirmWith,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { auditOrder } from "../../books/invariants";
import { now, seconds } from "../../clock";
import { lookAndRecord } from "../../payments/engine/look";
import { reconcileOnce } from "../../payments/worker/reconcile";
import { endUnpaidOrder, mayEndUnpaid } from "./end-unpaid";

const said = { why: "A stranger's", address: deskAddress };
const stockOf = async (sku: string) => (await productsBySku(db, [sku]))[0]?.stock;

test("an unpaid order ends at once, its products are for sale again, and the audit log names who did it", async () => {
  const { sku } = await aProduct({ stock: 10 });
  const { order } = await anAttempt(await anOrder([{ sku, quantity: 6 }]));
  expect(await stockOf(sku)).toBe(4);
  await endUnpaidOrder(jiwoo, order.id, said, now());
  expect(await orderNow(order)).toMatchObject({ status: "canceled", stockTaken: false });
  expect(await stockOf(sku)).toBe(10);
  expect(await storyOf(order)).toContain("unpaid_order_canceled");
  const [entry] = (await auditOf(db, order.number)).filter(
    ({ action }) => action === "unpaid_order_canceled",
  );
  expect(entry).toMatchObject({ actor: "staff:st_jiwoo", address: deskAddress, detail: { why: said.why } });
  await expect(endUnpaidOrder(jiwoo, order.id, said, now())).rejects.toMatchObject({ code: "outdated" });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("an account that waits for a deposit is closed first; then its order ends and its stock is released", async () => {
  const { sku } = await aProduct({ stock: 10 });
  const { order, payment } = await anAccount(await anOrder([{ sku, quantity: 5 }]));
  await endUnpaidOrder(jiwoo, order.id, said, now());
  expect(mayEndUnpaid(await orderNow(order))).toBe(false);
  expect(await stockOf(sku)).toBe(5);
  await turnClock(seconds(3));
  while ((await reconcileOnce()).calls > 0) await turnClock(seconds(3));
  await reconcileOnce();
  expect((await orderNow(order)).status).toMatch(/expired|canceled/);
  expect((await paymentNow(payment)).status).toMatch(/expired|canceled/);
  expect(await stockOf(sku)).toBe(10);
});

test("a deposit that comes first still pays the order", async () => {
  const { order, payment } = await anAccount();
  await toss.payments.deposit(payment.gatewayPaymentKey ?? "");
  await endUnpaidOrder(jiwoo, order.id, said, now());
  await lookAndRecord(payment.id);
  const standing = await orderNow(order);
  expect(standing).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("an order that is paid or being paid is not ended, and nothing is logged", async () => {
  const { order: paid } = await aPaidPayment();
  await expect(endUnpaidOrder(jiwoo, paid.id, said, now())).rejects.toMatchObject({
    code: "order_already_paid",
  });
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  await fault("away");
  await confirmWith(payment, paymentKey);
  await expect(endUnpaidOrder(jiwoo, order.id, said, now())).rejects.toMatchObject({
    code: "payment_in_progress",
  });
  expect(await auditOf(db, order.number)).toEqual([]);
  await expect(endUnpaidOrder(jiwoo, "ord_none", said, now())).rejects.toMatchObject({ code: "not_found" });
});

test("a viewer may not", async () => {
  const { order } = await anAttempt();
  await expect(endUnpaidOrder(haneul, order.id, said, now())).rejects.toMatchObject({ code: "forbidden" });
  expect((await orderNow(order)).status).toBe("open");
});
