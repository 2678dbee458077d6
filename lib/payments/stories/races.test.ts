import { describe, expect, onTestFinished, test } from "vitest";
import { transfersOf } from "@/db/books";
import { itemsOf } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { productsBySku } from "@/db/products";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { atGateway, takeMoney } from "@/testing/gateway";
import {
  anAttempt,
  anAuthenticatedPayment,
  anOrder,
  aProduct,
  aReadyWish,
  callsNow,
  orderNow,
  paymentNow,
  storyOf,
} from "@/testing/makers";
import { hours, now } from "../../clock";
import { gateway } from "../../gateways";
import type { Snapshot } from "../../gateways/gateway";
import { cancel, expire } from "../ending/expire";
import { claim } from "../engine/claim";
import { record } from "../engine/record";
import { readyToss } from "../toss/ready";

// Verbs that run at the same moment, 25 pairs at once. PostgreSQL runs them truly in parallel; SQLite runs them in
// turn, so in every other pair the second verb goes first.

const pairs = Array.from({ length: 25 }, (_, n) => n);

const forAll = <T, Result>(all: T[], work: (one: T, n: number) => Promise<Result>) =>
  Promise.all(all.map(work));

/** Starts both at once; in every other pair the second one first. */
async function meet<A, B>(n: number, one: () => Promise<A>, other: () => Promise<B>) {
  if (n % 2) {
    const [b, a] = await Promise.allSettled([other(), one()]);
    return [a, b] as const;
  }
  return Promise.allSettled([one(), other()]);
}

test("rule 1: claim against expire: the order is being paid or it has expired, never both", async () => {
  const made = await forAll(pairs, aLastOne);
  turnOurClock(hours(3));
  await forAll(made, ({ order, payment }, n) =>
    meet(
      n,
      () => claim(payment, "a-key", now()),
      () => expire(order.id, now()),
    ),
  );
  const facts = await forAll(made, factsOf);
  for (const fact of facts)
    expect(fact).toEqual(
      fact.order === "expired"
        ? { order: "expired", payment: "expired", asking: false, calls: 0, stock: 1 }
        : { order: "open", payment: "confirming", asking: true, calls: 1, stock: 0 },
    );
  expect(new Set(facts.map((fact) => fact.order))).toEqual(new Set(["open", "expired"]));
});

test("rule 1: claim against cancel: the order is being paid or it is canceled, never both", async () => {
  const made = await forAll(pairs, aLastOne);
  await forAll(made, ({ order, payment }, n) =>
    meet(
      n,
      () => claim(payment, "a-key", now()),
      () => cancel(order.id, now()),
    ),
  );
  const facts = await forAll(made, factsOf);
  for (const fact of facts)
    expect(fact).toEqual(
      fact.order === "canceled"
        ? { order: "canceled", payment: "canceled", asking: false, calls: 0, stock: 1 }
        : { order: "open", payment: "confirming", asking: true, calls: 1, stock: 0 },
    );
  expect(new Set(facts.map((fact) => fact.order))).toEqual(new Set(["open", "canceled"]));
});

test("rule 1: ready against cancel: a canceled order keeps no stock and no payable attempt", async () => {
  const orders = await forAll(pairs, async () => {
    const { sku } = await aProduct({ stock: 1 });
    return { sku, order: await anOrder([{ sku, quantity: 1 }]) };
  });
  const outcomes = await forAll(orders, ({ order }, n) =>
    meet(
      n,
      () => readyToss(order, aReadyWish(order), now()),
      () => cancel(order.id, now()),
    ),
  );
  for (const [ready, canceled] of outcomes) {
    expect(canceled?.status).toBe("fulfilled");
    if (ready?.status === "rejected") expect(ready.reason).toMatchObject({ code: "order_canceled" });
  }
  for (const { order, sku } of orders) {
    expect(await orderNow(order)).toMatchObject({ status: "canceled", stockTaken: false });
    expect((await paymentsOf(db, order.id)).filter((attempt) => attempt.status === "ready")).toEqual([]);
    expect(await stockOf(sku)).toBe(1);
  }
});

test("rule 1: twenty claims of one attempt: one of them asks", async () => {
  await forAll(pairs.slice(0, 5), async () => {
    const { payment } = await anAttempt();
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim(payment, "a-key", now())));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await callsNow(payment)).toHaveLength(1);
  });
});

test("rule 4: twenty writers of one answer write it once and post it once", async () => {
  await forAll(pairs.slice(0, 5), async () => {
    const { order, payment, snapshot } = await aTakenPayment();
    const recorded = await Promise.all(
      Array.from({ length: 20 }, () => record(payment, { is: "seen", snapshot }, now())),
    );
    expect(recorded.filter(Boolean)).toHaveLength(1);
    expect(await paymentNow(payment)).toMatchObject({ status: "paid", version: payment.version + 1 });
    expect(await transfersOf(db, order.id)).toHaveLength(1);
    expect((await storyOf(order)).filter((kind) => kind === "payment_paid")).toHaveLength(1);
  });
});

test("rule 4: an answer against a claim: a charge is recorded, and not asked for again", async () => {
  const made = await forAll(pairs, () => aTakenPayment());
  await forAll(made, ({ payment, snapshot }, n) =>
    meet(
      n,
      () => record(payment, { is: "seen", snapshot }, now()),
      () => claim(payment, "a-key", now()),
    ),
  );
  for (const { order, payment, snapshot } of made) {
    const standing = await paymentNow(payment);
    // If the claim came first, the look was outdated, and a new one is needed.
    if (standing.status === "confirming")
      expect(await record(standing, { is: "seen", snapshot }, now())).toMatchObject({ status: "paid" });
    expect(await orderNow(order)).toMatchObject({ status: "paid", askingPaymentId: null });
    expect((await callsNow(payment)).filter((call) => call.state === "pending")).toEqual([]);
    expect(await transfersOf(db, order.id)).toHaveLength(1);
  }
});

test("rule 1: an answer against expire: a charge pays the order, and no stock is lost", async () => {
  const made = await forAll(pairs, async () => {
    const { sku } = await aProduct({ stock: 1 });
    return { sku, ...(await aTakenPayment(await anOrder([{ sku, quantity: 1 }]))) };
  });
  turnOurClock(hours(3));
  await forAll(made, ({ order, payment, snapshot }, n) =>
    meet(
      n,
      () => record(payment, { is: "seen", snapshot }, now()),
      () => expire(order.id, now()),
    ),
  );
  for (const { order, payment, snapshot, sku } of made) {
    const standing = await paymentNow(payment);
    if (standing.status !== "paid") await record(standing, { is: "seen", snapshot }, now());
    expect(await orderNow(order)).toMatchObject({ status: "paid", stockTaken: true });
    expect(await stockOf(sku)).toBe(0);
  }
});

describe("rules 2 and 18: stock", () => {
  test("forty carts in mixed order at once: no deadlock, and no more is sold than there was", async () => {
    const shelf = await Promise.all([12, 25, 9, 31].map((stock) => aProduct({ stock, priceKrw: 1_000 })));
    const orders: Order[] = [];
    for (let cart = 0; cart < 40; cart += 1) {
      const lines = shelf
        .map(({ sku }, index) => ({ sku, quantity: 1 + ((cart + index) % 2) }))
        .filter((_, index) => (cart >> index) % 3 !== 0);
      const turned = cart % 2 ? lines.toReversed() : lines;
      orders.push(await anOrder(turned.length > 0 ? turned : [{ sku: shelf[0]?.sku ?? "", quantity: 1 }]));
    }
    const units = countUnits();
    const got = await Promise.allSettled(orders.map((order) => readyToss(order, aReadyWish(order), now())));
    // A transaction that the database rolled back because of a conflict would have run again.
    expect(units()).toBe(40);
    for (const one of got)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "out_of_stock" });

    const taken = orders.filter((_, index) => got[index]?.status === "fulfilled");
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThan(40);
    const lines = (await Promise.all(taken.map((order) => itemsOf(db, order.id)))).flat();
    for (const product of shelf) {
      const sold = lines.filter((line) => line.sku === product.sku);
      const left = await stockOf(product.sku);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left + sold.reduce((sum, line) => sum + line.quantity, 0)).toBe(product.stock);
    }
    for (const order of orders) expect((await orderNow(order)).stockTaken).toBe(taken.includes(order));
  });

  test("the last piece is sold once, whoever is faster", async () => {
    await forAll(pairs, async (n) => {
      const { sku } = await aProduct({ stock: 1 });
      const [mina, junho] = [await anOrder([{ sku, quantity: 1 }]), await anOrder([{ sku, quantity: 1 }])];
      const both = await meet(
        n,
        () => readyToss(mina, aReadyWish(mina), now()),
        () => readyToss(junho, aReadyWish(junho), now()),
      );
      expect(both.filter((one) => one?.status === "fulfilled")).toHaveLength(1);
      expect(both.find((one) => one?.status === "rejected")).toMatchObject({
        reason: { code: "out_of_stock" },
      });
      expect(await stockOf(sku)).toBe(0);
    });
  });
});

/** Counts the transactions begun from now on, until the test ends. */
function countUnits(): () => number {
  const scope = globalThis as { twotrackTurn?: (point: string) => Promise<void> };
  let begun = 0;
  scope.twotrackTurn = async (point) => {
    if (point === "unit") begun += 1;
  };
  onTestFinished(() => {
    delete scope.twotrackTurn;
  });
  return () => begun;
}

/** An attempt to buy the last item of a product. */
async function aLastOne() {
  const { sku } = await aProduct({ stock: 1 });
  return { sku, ...(await anAttempt(await anOrder([{ sku, quantity: 1 }]))) };
}

/** A payment that the gateway has captured and the shop does not know about yet. */
async function aTakenPayment(of?: Order): Promise<{ order: Order; payment: Payment; snapshot: Snapshot }> {
  const { order, payment, paymentKey } = await anAuthenticatedPayment(of);
  await takeMoney({ paymentKey, orderId: payment.gatewayOrderId, amount: payment.amount });
  expect((await atGateway(payment.gatewayOrderId)).status).toBe("DONE");
  const look = await gateway("toss").look("widget", {
    paymentKey,
    sessionKey: null,
    orderId: payment.gatewayOrderId,
  });
  if (look.is !== "seen") throw new Error("The gateway did not answer.");
  return { order, payment, snapshot: look.snapshot };
}

async function factsOf({ order, payment, sku }: { order: Order; payment: Payment; sku: string }) {
  const standing = await orderNow(order);
  return {
    order: standing.status,
    payment: (await paymentNow(payment)).status,
    asking: standing.askingPaymentId === payment.id,
    calls: (await callsNow(payment)).length,
    stock: await stockOf(sku),
  };
}

const stockOf = async (sku: string) => (await productsBySku(db, [sku]))[0]?.stock ?? Number.NaN;
