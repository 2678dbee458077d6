// @module-tag slow

import { expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { productsBySku } from "@/db/products";
import type { Payment } from "@/db/schema";
import { db } from "@/db/store";
import { stopClock } from "@/testing/clock";
import { longTest } from "@/testing/load";
import { aProduct, orderNow, paymentNow, storyOf } from "@/testing/makers";
import { aDollarOrder, anOpenPage, aPageEvent, hear, payOnPage } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { returnFromStripe } from "../stripe/returned";
import { verify } from "../stripe/verify";
import { reconcileOnce } from "../worker/reconcile";

// A shopper returns at the very moment Stripe's event arrives: a hundred times in every check, five hundred times in
// `npm test -- deep`, in every order and with duplicates. PostgreSQL runs them truly in parallel.

const sideBySide = 25;

/** The orders in which the shopper's return and the event start; each one runs at least once. */
const turns: ((payment: Payment) => (() => Promise<unknown>)[])[] = [
  (payment) => [back(payment), heard(payment)],
  (payment) => [heard(payment), back(payment)],
  (payment) => {
    const same = heard(payment);
    return [same, back(payment), same];
  },
  (payment) => [back(payment), heard(payment), heard(payment)],
  (payment) => [() => verify(payment), back(payment), heard(payment)],
];

const title = (times: number) =>
  `rule 4: success page and webhook race ${times} times: each payment is recorded and posted once`;
test(title(100), longTest(60_000), () => race(4));
test(title(500), { ...longTest(240_000), tags: "deep" }, () => race(20));

async function race(rounds: number) {
  const { sku } = await aProduct({ stock: rounds * sideBySide });
  for (let round = 0; round < rounds; round += 1) {
    stopClock();
    const made = await Promise.all(
      Array.from({ length: sideBySide }, async () => {
        const opened = await anOpenPage(await aDollarOrder([{ sku, quantity: 1 }]));
        await payOnPage(opened.payment);
        return opened;
      }),
    );
    await Promise.all(
      made.map(async ({ payment }, n) => {
        const turn = turns[(round + n) % turns.length];
        await Promise.all((turn?.(payment) ?? []).map((way) => way()));
      }),
    );
    for (const { order, payment } of made) {
      expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
      expect(await paymentNow(payment)).toMatchObject({ status: "paid", captured: 2_200, credited: "sales" });
      const captures = (await transfersOf(db, order.id)).filter(({ cause }) => cause === "capture");
      expect(captures).toHaveLength(1);
      expect((await storyOf(order)).filter((kind) => kind === "payment_paid")).toHaveLength(1);
      expect(await auditOrder(order.id)).toEqual([]);
    }
  }
  await reconcileOnce();
  expect((await productsBySku(db, [sku]))[0]?.stock).toBe(0);
}

const back = (payment: Payment) => () => returnFromStripe({ session_id: payment.gatewaySessionKey ?? "" });

function heard(payment: Payment) {
  const body = aPageEvent(payment);
  return () => hear(body);
}
