import { describe, expect, test } from "vitest";
import { itemsOf } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { refundsOf } from "@/db/refunds";
import { idempotencyKeys, type Order } from "@/db/schema";
import { db } from "@/db/store";
import { deskAddress, jiwoo } from "@/testing/desk-people";
import { toss } from "@/testing/gateway";
import {
  aKey,
  anAccount,
  anAttempt,
  anIssueWish,
  anOrder,
  aPaidPayment,
  aReadyWish,
  authenticate,
  byLetter,
  callsNow,
  confirmWith,
  paymentNow,
} from "@/testing/makers";
import { anotherProgram } from "@/testing/stripe";
import { aDollarOrder, anOpenIntent, aPageWish, charge } from "@/testing/stripe-makers";
import { now } from "../../clock";
import { restock } from "../../desk/acts/restock";
import type { KeyedRequest } from "../../http/idempotency";
import { lookAndRecord } from "../engine/look";
import { nameAccount } from "../refunds/name-account";
import { refundOrVoid } from "../refunds/refund-by-number";
import { voidPayment } from "../refunds/void";
import { openStripe } from "../stripe/open";
import { issueVirtualAccount } from "../toss/issue";
import { readyToss } from "../toss/ready";

/** An operation that may happen once: how to run it under a key, and how often it has happened. */
type Thing = { make: (keyed: KeyedRequest) => Promise<unknown>; count: () => Promise<number> };

const office = { reason: "변심", actor: "key:key_1", address: "192.0.2.1" };
const account = { bank: "20", accountNumber: "1002123456789", holderName: "김미나" };
const attemptsOf = (order: Order) => async () => (await paymentsOf(db, order.id)).length;

/** A virtual account that received its deposit after another payment had paid the order. */
async function anOwedDeposit() {
  const { order, payment, paymentKey } = await anAccount();
  const card = await anAttempt(order);
  await confirmWith(card.payment, await authenticate(card.payment));
  await toss.payments.deposit(paymentKey);
  await lookAndRecord(payment.id);
  return { order, payment };
}

async function aPaymentInReview() {
  const { order, payment, intentId } = await anOpenIntent();
  await anotherProgram().paymentIntents.update(intentId, { capture_method: "manual" });
  await charge(order);
  return paymentNow(payment);
}

/** Every verb that takes a key, each on a separate order. */
const verbs: Record<string, () => Promise<Thing>> = {
  refund: async () => {
    const { order, payment } = await aPaidPayment();
    return {
      make: (keyed) => refundOrVoid(order.number, "toss", { ...office, amount: 10_000, keyed }),
      count: async () => (await refundsOf(db, payment.id)).length,
    };
  },
  void: async () => {
    const { id: paymentId } = await aPaymentInReview();
    const audit = { actor: "key:key_1", action: "void_asked", subject: "x", detail: {} } as const;
    return {
      make: (keyed) => voidPayment({ paymentId, reason: "x", requestedBy: "x", keyed, audit, waitMs: 8_000 }),
      count: async () => (await callsNow({ id: paymentId })).filter(({ kind }) => kind === "close").length,
    };
  },
  ready: async () => {
    const order = await anOrder();
    return {
      make: (keyed) => readyToss(order, { ...aReadyWish(order), keyed }, now()),
      count: attemptsOf(order),
    };
  },
  open: async () => {
    const order = await aDollarOrder();
    return { make: (keyed) => openStripe(order, { ...aPageWish, keyed }), count: attemptsOf(order) };
  },
  issue: async () => {
    const order = await anOrder();
    return {
      make: (keyed) => issueVirtualAccount(order, { ...anIssueWish, keyed }, now()),
      count: attemptsOf(order),
    };
  },
  "name an account": async () => {
    const { order, payment } = await anOwedDeposit();
    return {
      make: (keyed) => nameAccount(order, account, keyed, now(), byLetter),
      count: async () =>
        (await refundsOf(db, payment.id)).filter(({ state }) => state !== "waiting_for_account").length,
    };
  },
  restock: async () => {
    const { order } = await aPaidPayment();
    const [item] = await itemsOf(db, order.id);
    const lines = [{ sku: item?.sku ?? "", quantity: 1 }];
    return {
      make: (keyed) => restock(jiwoo, order.id, { lines, keyed, address: deskAddress }, now()),
      count: async () => (await itemsOf(db, order.id)).reduce((sum, { restocked }) => sum + restocked, 0),
    };
  },
};

describe.each(Object.entries(verbs))("one idempotency key at once: %s", (_, aThing) => {
  test("for two orders: one is done, the other is refused, and so is its repeat", async () => {
    for (let round = 0; round < 3; round += 1) {
      const things = [await aThing(), await aThing()];
      const keyed = things.map((_, n) => aKey(`k${round}`, { order: n }));
      const at = (n: number) => keyed[n] ?? aKey();
      const made = await Promise.allSettled(things.map(({ make }, n) => make(at(n))));
      const [winner, loser] = made[0]?.status === "fulfilled" ? [0, 1] : [1, 0];
      expect(made[winner]).toMatchObject({ status: "fulfilled" });
      expect(made[loser]).toMatchObject({ reason: { code: "idempotency_key_reused" } });
      expect([await things[winner]?.count(), await things[loser]?.count()]).toEqual([1, 0]);

      await things[winner]?.make(at(winner));
      await expect(things[loser]?.make(at(loser))).rejects.toMatchObject({ code: "idempotency_key_reused" });
      expect([await things[winner]?.count(), await things[loser]?.count()]).toEqual([1, 0]);
      // The losing order is unchanged: under a fresh key the operation succeeds.
      await things[loser]?.make(aKey());
      expect(await things[loser]?.count()).toBe(1);
    }
  });

  test("for the same order, five times: it is done once, and every caller gets the answer", async () => {
    const thing = await aThing();
    const keyed = aKey("k");
    await Promise.all(Array.from({ length: 5 }, () => thing.make(keyed)));
    expect(await thing.count()).toBe(1);
    const rows = await db.select().from(idempotencyKeys);
    expect(rows.filter(({ key }) => key === "k")).toMatchObject([{ madeId: expect.stringMatching(/./) }]);
  });
});
