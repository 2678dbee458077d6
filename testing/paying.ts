import { expect } from "vitest";
import { transfersOf } from "@/db/books";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { faultsOf } from "@/lib/books/invariants";
import { readBooks } from "@/lib/books/read";
import { unrestOf } from "@/lib/books/rest";
import { seconds } from "@/lib/clock";
import { reconcileOnce } from "@/lib/payments/worker/reconcile";
import { Problem } from "@/lib/problem";
import { orderNow, paymentNow } from "./makers";
import { turnClock } from "./stripe";
import type { Way, Witness } from "./ways-to-pay";

// How a patient shopper pays, and what must hold afterward.

/** Presses Pay until there is something to pay, as a patient shopper would. */
export async function begin(way: Way, order: Order): Promise<Payment> {
  for (let press = 0; press < 4; press += 1) {
    try {
      const payment = await way.begin(order);
      if (way.isOpen(payment)) return payment;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    await soon();
  }
  throw new Error(`${order.number} could not be paid.`);
}

/** Pays and comes back, again if the result is not known yet. */
export async function buy(way: Way, order: Order, begun?: Payment): Promise<Payment> {
  const payment = begun ?? (await begin(way, order));
  if (!begun) await way.pay(payment);
  for (let turn = 0; turn < 6; turn += 1) {
    const standing = await paymentNow(payment);
    if (standing.status === "paid") return standing;
    if (turn > 0) await soon();
    // While the result is pending, the shopper's page only shows what the loop learns.
    if ((await paymentNow(payment)).status !== "confirming") await way.comeBack(payment);
  }
  throw new Error(`${payment.id} is ${(await paymentNow(payment)).status}.`);
}

export async function soon() {
  await turnClock(seconds(20));
  await reconcileOnce();
}

export const faultsIn = async ({ id }: Order) => faultsOf(await readBooks(id));

/** Gateway, order and books agree that the order was paid once, and still do after everything that was due is done. */
export async function expectPaidOnce(gateway: Witness, { id }: Order) {
  for (let turn = 0; turn < 2; turn += 1) await soon();
  const order = await orderNow({ id });
  expect(order).toMatchObject({ status: "paid", askingPaymentId: null });
  expect(await gateway.taken(order)).toEqual([order.amount]);
  const captures = (await transfersOf(db, id)).filter(({ cause }) => cause === "capture");
  expect(captures).toMatchObject([{ debit: "receivable", credit: "sales", amount: order.amount }]);
  const books = await readBooks(id);
  expect([...faultsOf(books), ...unrestOf(books)]).toEqual([]);
  await expectKeysKept(gateway, order);
}

/** Rule 8: each key belongs to one request, and the gateway acted on it at most once. */
async function expectKeysKept(gateway: Witness, order: Order) {
  const all = await gateway.asked(order);
  for (const key of new Set(all.map(({ idempotencyKey }) => idempotencyKey))) {
    const asked = all.filter(({ idempotencyKey }) => idempotencyKey === key);
    expect(key).toMatch(/^pay_\w+:(open|confirm|refund|close):\d+$/);
    expect(new Set(asked.map(({ operation, body }) => JSON.stringify([operation, body]))).size).toBe(1);
    expect(asked.filter(({ acted }) => acted).length).toBeLessThanOrEqual(1);
  }
}
