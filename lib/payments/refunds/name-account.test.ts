import { expect, test } from "vitest";
import { auditOf } from "@/db/audit";
import { eventsOf } from "@/db/events";
import { insertRefund, moveRefund, refundsOf } from "@/db/refunds";
import { mails, type Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { turnClock, writesAsked } from "@/testing/gateway";
import { anAccount, byLetter, paidTwice, paymentNow, standingNow } from "@/testing/makers";
import { auditOrder } from "../../books/invariants";
import { days, minutes, now, seconds } from "../../clock";
import { hashBody } from "../../http/idempotency";
import { accessToken } from "../../orders/access";
import { statusOf } from "../../orders/status";
import { reconcileOnce } from "../worker/reconcile";
import { nameAccount } from "./name-account";

const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };

const refundOf = async ({ id }: Payment) => (await refundsOf(db, id))[0];
const next = async (number: string, id: string) =>
  (await statusOf(number, new Headers({ "order-token": await accessToken(id) })))?.status.next.action;
const letters = async () => (await db.select().from(mails)).filter(({ kind }) => kind === "refund_account");

test("a deposit to refund waits for its owner, who gets an email and names an account once", async () => {
  const { order, payment } = await paidTwice();
  expect(await refundOf(payment)).toMatchObject({ state: "waiting_for_account", requestedBy: "system" });
  expect(await next(order.number, order.id)).toBe("name_account");
  expect(await letters()).toHaveLength(1);

  expect(await nameAccount(order, account, undefined, now(), byLetter)).toEqual({
    amount: 29_000,
    replayed: false,
  });
  expect(await next(order.number, order.id)).toBe("none");
  await expect(nameAccount(order, account, undefined, now(), byLetter)).rejects.toMatchObject({
    code: "no_account_needed",
  });

  await reconcileOnce();
  await turnClock(days(2));
  await reconcileOnce();
  expect(await refundOf(payment)).toMatchObject({ state: "done", account: null });
  const [asked] = (await writesAsked(payment.gatewayOrderId)).filter(
    ({ operation }) => operation === "cancel",
  );
  expect(asked?.body).toMatchObject({ refundReceiveAccount: account });
  expect(await auditOrder(order.id)).toEqual([]);
});

test("an account that the bank refuses is asked for again, and is neither stored nor shown", async () => {
  const { order, payment } = await paidTwice();
  await nameAccount(order, { ...account, holderName: "MISMATCH" }, undefined, now(), byLetter);
  await reconcileOnce();
  expect(await refundOf(payment)).toMatchObject({
    state: "waiting_for_account",
    failureCode: "INVALID_REFUND_ACCOUNT_INFO",
    account: null,
  });
  expect(await standingNow(payment)).toMatchObject({ refundPending: 29_000, needs: [] });
  expect(await next(order.number, order.id)).toBe("name_account");
  expect(await letters()).toHaveLength(2);

  await nameAccount(order, account, undefined, now(), byLetter);
  await turnClock(minutes(1));
  await reconcileOnce();
  await turnClock(days(2));
  await reconcileOnce();
  expect(await refundOf(payment)).toMatchObject({ state: "done", failureCode: null });
  const told = JSON.stringify([
    await eventsOf(db, order.id),
    await auditOf(db, order.number),
    await letters(),
  ]);
  expect(told).not.toContain(account.accountNumber);
  expect(await auditOrder(order.id)).toEqual([]);
});

test("one account for two deposits gets one answer about both, also when the request is repeated", async () => {
  const { order, payment } = await paidTwice();
  // The bank rejects the first account, and a partial refund by staff waits next to the rest.
  await transaction(async (tx) => {
    const [whole] = await refundsOf(tx, payment.id);
    if (!whole) throw new Error("It waits for an account.");
    await moveRefund(tx, whole.id, ["waiting_for_account"], { amount: 20_000 });
    await insertRefund(tx, { ...whole, id: "rf_part", amount: 9_000 });
  });
  const keyed = { caller: order.id, operation: "refund-account", key: order.id, bodyHash: hashBody(account) };
  expect(await nameAccount(order, account, keyed, now(), byLetter)).toEqual({
    amount: 29_000,
    replayed: false,
  });
  await turnClock(seconds(1));
  expect(await nameAccount(order, account, keyed, now(), byLetter)).toEqual({
    amount: 29_000,
    replayed: true,
  });
});

test("named twice at once in two tabs: the gateway is asked once", async () => {
  const { order, payment } = await paidTwice();
  const both = await Promise.allSettled([
    nameAccount(order, account, undefined, now(), byLetter),
    nameAccount(order, { ...account, bank: "88" }, undefined, now(), byLetter),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  for (let turn = 0; turn < 3; turn += 1) {
    await reconcileOnce();
    await turnClock(days(1));
  }
  expect(await paymentNow(payment)).toMatchObject({ refunded: 29_000, refundPending: 0 });
});

test("an order without a waiting refund takes no account", async () => {
  const { order } = await anAccount();
  await expect(nameAccount(order, account, undefined, now(), byLetter)).rejects.toMatchObject({
    code: "no_account_needed",
  });
});
