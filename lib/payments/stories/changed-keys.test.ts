import { describe, expect, onTestFinished, test } from "vitest";
import { paymentsOf, writePayment } from "@/db/payments";
import type { Order } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { atGateway, fault, looksAt, turnClock, writesAsked } from "@/testing/gateway";
import {
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  aReadyWish,
  callsNow,
  confirmWith,
  needsNow,
  orderNow,
  paymentNow,
} from "@/testing/makers";
import { answerOfConfirm } from "../../answers/payment";
import { auditOrder } from "../../books/invariants";
import { days, hours, minutes, now, seconds } from "../../clock";
import { accountOf, type KeyPair } from "../../settings/credentials";
import { env } from "../../settings/env";
import { expire } from "../ending/expire";
import { lookAndRecord } from "../engine/look";
import { issueVirtualAccount } from "../toss/issue";
import { readyToss } from "../toss/ready";
import { presentStatus } from "../view/present";
import { reconcileOnce } from "../worker/reconcile";

// The shop restarts with other keys while orders are open.

function withLiveKeys() {
  env().live = true;
  onTestFinished(() => {
    env().live = false;
  });
}

/** A confirm whose answer was lost, after Toss took the money or before the request reached it. */
async function anUnansweredConfirm(how: "drop_after" | "drop_before") {
  const made = await anAuthenticatedPayment();
  const away = await fault("drop_before", { operation: "look" });
  const lost = await fault(how, { operation: "confirm", times: 1 });
  expect(await confirmWith(made.payment, made.paymentKey)).toMatchObject({ status: "confirming" });
  await lost.mend();
  await away.mend();
  return made;
}

/** Uses the keys of another Toss account until the returned `back` is called or the test ends. */
function withAnothersKeys() {
  const { toss: settings } = env();
  const own = settings.pairs;
  const another: KeyPair = {
    clientKey: "test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm",
    secretKey: "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6",
  };
  settings.pairs = { widget: another, api: another };
  const back = () => {
    settings.pairs = own;
  };
  onTestFinished(back);
  return { back };
}

const ready = async (order: Order) => (await readyToss(order, aReadyWish(order), now())).payment;
const next = async (order: Order) =>
  presentStatus(await orderNow(order), await paymentsOf(db, order.id)).next.action;

describe("test keys become live keys: an unpaid test order", () => {
  const old = { code: "order_expired" };

  test("cannot be paid with real money: the shopper is asked to order again", async () => {
    const order = await anOrder();
    withLiveKeys();
    await expect(ready(order)).rejects.toMatchObject(old);
    await expect(
      issueVirtualAccount(
        order,
        {
          bank: "20",
          customerName: "김미나",
          dueAt: undefined,
          validHours: 24,
          cashReceipt: undefined,
          keyed: undefined,
          waitMs: seconds(8),
        },
        now(),
      ),
    ).rejects.toMatchObject(old);
    expect(await paymentsOf(db, order.id)).toEqual([]);
    expect(await next(order)).toBe("order_again");
  });

  test("does not hand out the attempt that was prepared for it", async () => {
    const { order, payment } = await anAttempt();
    withLiveKeys();
    await expect(ready(await orderNow(order))).rejects.toMatchObject(old);
    expect(await paymentNow(payment)).toMatchObject({ status: "ready", live: false });
  });

  test("is not confirmed: nothing is asked, no money moves, and the books stay apart", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    withLiveKeys();
    const standing = await confirmWith(payment, paymentKey);
    expect(standing).toMatchObject({ status: "ready", live: false, captured: 0 });
    await expect(answerOfConfirm(standing)).rejects.toMatchObject(old);
    expect(await writesAsked(payment.gatewayOrderId)).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("is not queried with live keys, and is queried once its own are back", async () => {
    const { order, payment } = await anUnansweredConfirm("drop_after");
    const looks = await looksAt(payment.gatewayOrderId);
    withLiveKeys();
    await turnClock(minutes(50));
    await reconcileOnce();
    expect(await lookAndRecord(payment.id)).toBe("unknown");
    expect(await looksAt(payment.gatewayOrderId)).toBe(looks);
    expect(await paymentNow(payment)).toMatchObject({ status: "confirming" });
    env().live = false;
    await turnClock(hours(1));
    await reconcileOnce();
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("ends when its time is over, like any other", async () => {
    const { order } = await anAttempt();
    withLiveKeys();
    await turnClock(hours(4));
    expect(await expire(order.id, now())).toMatchObject({ status: "expired", stockTaken: false });
  });

  test("that was paid still answers as paid", async () => {
    const { payment, paymentKey } = await anAuthenticatedPayment();
    await confirmWith(payment, paymentKey);
    withLiveKeys();
    expect(await confirmWith(payment, paymentKey)).toMatchObject({ status: "paid", live: false });
  });
});

describe("the keys become another account's", () => {
  test("a charge is not reported as 'nothing was charged', nor asked for again, for weeks", async () => {
    const { order, payment } = await anUnansweredConfirm("drop_after");
    withAnothersKeys();
    for (const wait of [seconds(11), minutes(1), minutes(46), days(1), days(20)]) {
      await turnClock(wait);
      await reconcileOnce();
      const standing = await paymentNow(payment);
      expect(standing).toMatchObject({ status: "confirming", failureCode: null });
      expect(await answerOfConfirm(standing)).toMatchObject({ status: 202 });
      expect(await next(order)).toBe("wait");
      expect(await needsNow(payment)).toContain("setup:other_keys");
    }
    const asked = (await writesAsked(payment.gatewayOrderId)).map(({ operation }) => operation);
    expect(asked).toEqual(["confirm"]);
    expect((await atGateway(payment.gatewayOrderId)).status).toBe("DONE");
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("and is found once its own keys are back", async () => {
    const { order, payment } = await anUnansweredConfirm("drop_after");
    const { back } = withAnothersKeys();
    await turnClock(days(1));
    await reconcileOnce();
    back();
    await turnClock(hours(2));
    await reconcileOnce();
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
    expect(await needsNow(payment)).toEqual([]);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("an attempt that the other account prepared is not handed out: a new one is", async () => {
    const { order, payment } = await anAttempt();
    expect((await ready(await orderNow(order))).id).toBe(payment.id);
    withAnothersKeys();
    const fresh = await ready(await orderNow(order));
    expect(fresh).toMatchObject({ attempt: 2, account: expect.not.stringMatching(payment.account ?? "-") });
  });

  test("what was authenticated with the other account's keys is not confirmed: the shopper starts again", async () => {
    const { order, payment, paymentKey } = await anAuthenticatedPayment();
    withAnothersKeys();
    await expect(answerOfConfirm(await confirmWith(payment, paymentKey))).rejects.toMatchObject({
      code: "payment_not_open",
    });
    expect(await callsNow(payment)).toEqual([]);
    expect(await ready(await orderNow(order))).toMatchObject({ attempt: 2 });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("payments from before accounts were recorded are queried as before", async () => {
    const { payment } = await anUnansweredConfirm("drop_before");
    const { version } = await paymentNow(payment);
    await transaction((tx) => writePayment(tx, payment.id, version, { account: null }));
    withAnothersKeys();
    await turnClock(minutes(46));
    await reconcileOnce();
    expect(await paymentNow(payment)).toMatchObject({ status: "failed", failureCode: "not_found" });
  });
});

test("a request that got no answer, and then 'no such payment' with other keys, does not free the attempt", async () => {
  const { payment } = await anUnansweredConfirm("drop_before");
  await fault("error", { operation: "look", code: "NOT_FOUND_PAYMENT" });
  await fault("error", { operation: "confirm", code: "NOT_FOUND_PAYMENT" });
  await turnClock(seconds(11));
  await reconcileOnce();
  await turnClock(seconds(30));
  await reconcileOnce();
  expect(await paymentNow(payment)).toMatchObject({ status: "confirming" });
});

test("a key reveals its account and not itself: Stripe's by the account's id, others by a fingerprint", () => {
  const account = "1M2JTkLkdIwHu7ix";
  const stripe = (kind: string, rest: string) => accountOf(`${kind}_5${account}${rest}`);
  const of = stripe("sk_live", "Zr0fWmPq83kLsD92hGtYbVcXa1QeRw5UoN");
  expect(of).toBe(`acct_${account}`);
  expect(stripe("sk_live", "9".repeat(60))).toBe(of);
  expect(stripe("rk_live", "8".repeat(60))).toBe(of);
  expect(accountOf("sk_live_51N2JTkLkdIwHu7ixZr0fWmPq83kLsD92hGtYbVcXa1QeRw5UoN")).not.toBe(of);
  for (const key of ["sk_test_emulator000000000000000000", "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6"]) {
    expect(accountOf(key)).toMatch(/^key_[0-9a-f]{16}$/);
    expect(accountOf(key)).toBe(accountOf(key));
    expect(accountOf(`${key}1`)).not.toBe(accountOf(key));
  }
});

test("a Toss secret key is replaced by another of the same account: earlier authentications are still charged", async () => {
  const { order, payment, paymentKey } = await anAuthenticatedPayment();
  const { version } = await paymentNow(payment);
  const before = accountOf("test_gsk_before000000000000000000");
  await transaction((tx) => writePayment(tx, payment.id, version, { account: before }));
  expect(await confirmWith(payment, paymentKey)).toMatchObject({ status: "paid" });
  expect(await auditOrder(order.id)).toEqual([]);
});
