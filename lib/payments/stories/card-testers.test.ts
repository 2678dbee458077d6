import { describe, expect, test } from "vitest";
import { declinedSince } from "@/db/limits";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { anOrder, orderNow, paymentNow, storyOf } from "@/testing/makers";
import { atStripe, stripe, turnClock } from "@/testing/stripe";
import { aDollarOrder, anOpenIntent, anOpenPage, cards, payOnPage } from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { hours, later, now } from "../../clock";
import { takeTroubles } from "../../gateways/troubles";
import { watchCallers } from "../../http/caller";
import { openedFrom } from "../../limits/declines";
import { limitAttempts } from "../../orders/limits";
import { verify } from "../stripe/verify";
import { reconcileOnce } from "../worker/reconcile";

watchCallers();
const from = (caller: string) => new Headers({ "x-twotrack-caller": caller });
const mustRest = { code: "too_many_declines" };

/** An intent opened from this address. */
const anIntentOf = async (caller: string) =>
  anOpenIntent(undefined, { openedFrom: await openedFrom(from(caller)) });

/** Tries cards with the form's client secret, without any request to the shop. */
async function tryCards({ gatewayPaymentKey }: Payment, n: number) {
  for (let at = 0; at < n; at += 1)
    await stripe.intents.pay(gatewayPaymentKey ?? "", { card: cards.declined });
}

const declinesOf = async ({ id }: Order) =>
  (await declinedSince(db, [id], "stripe", later(now(), -hours(1)), 1_000)).length;

describe("a card tester who tries stolen cards with the secret of one card form", () => {
  test("has each card counted, even without a query in between, and the form is closed", async () => {
    const { order, payment } = await anIntentOf("203.0.113.1");
    await tryCards(payment, 12);
    await verify(await paymentNow(payment));
    expect(await declinesOf(order)).toBe(12);
    await verify(await paymentNow(payment));
    expect(await declinesOf(order)).toBe(12);
    await reconcileOnce();
    expect(await atStripe(payment.gatewayOrderId)).toMatchObject({ status: "canceled" });
    expect(await orderNow(order)).toMatchObject({ status: "open" });
    expect((await storyOf(order)).filter((kind) => kind === "payment_refused")).toHaveLength(12);
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("has them counted on Stripe's page too", async () => {
    const { order, payment } = await anOpenPage();
    for (let at = 0; at < 4; at += 1) await payOnPage(payment, { card: cards.declined });
    await verify(payment);
    expect(await declinesOf(order)).toBe(4);
    await payOnPage(payment, { card: cards.insufficientFunds });
    await verify(await paymentNow(payment));
    expect(await declinesOf(order)).toBe(5);
  });

  test("opens nothing more from that address, wherever the cards were tried; others and Toss go on", async () => {
    const { payment } = await anIntentOf("203.0.113.2");
    await tryCards(payment, 20);
    await verify(await paymentNow(payment));
    const fresh = await aDollarOrder();
    await expect(limitAttempts(fresh, from("203.0.113.2"), "stripe")).rejects.toMatchObject(mustRest);
    await limitAttempts(fresh, from("203.0.113.3"), "stripe");
    // Shoppers who pay through Toss authenticate with their own card company.
    await limitAttempts(await anOrder(), from("203.0.113.2"), "toss");
    await limitAttempts(fresh, from("203.0.113.2"), "toss");
  });

  test("loses the other open card forms of that address with the next decline", async () => {
    const other = await anIntentOf("203.0.113.4");
    const { payment } = await anIntentOf("203.0.113.4");
    await tryCards(payment, 20);
    await verify(await paymentNow(payment));
    await tryCards(other.payment, 1);
    await verify(await paymentNow(other.payment));
    await reconcileOnce();
    expect(await atStripe(other.payment.gatewayOrderId)).toMatchObject({ status: "canceled" });
  });

  test("is treated the same from every household of one network", async () => {
    for (const at of ["1", "100", "200", "300"]) {
      const { payment } = await anIntentOf(`2001:db8:5:${at}::/64`);
      await tryCards(payment, 20);
      await verify(await paymentNow(payment));
    }
    const fresh = await aDollarOrder();
    await expect(limitAttempts(fresh, from("2001:db8:5:900::/64"), "stripe")).rejects.toMatchObject(mustRest);
    await limitAttempts(fresh, from("2001:db8:6:900::/64"), "stripe");
  });

  test("raises an alarm once more cards were declined in the shop than shoppers usually cause", async () => {
    takeTroubles();
    for (let at = 0; at < 3; at += 1) {
      const { payment } = await anIntentOf(`198.51.100.${at}`);
      await tryCards(payment, 20);
      await verify(await paymentNow(payment));
    }
    expect(takeTroubles()).toMatchObject([{ gateway: "stripe", kind: "many_declines" }]);
  });

  test("may try again after an hour", async () => {
    const { payment } = await anIntentOf("203.0.113.5");
    await tryCards(payment, 5);
    await verify(await paymentNow(payment));
    const order = await orderNow({ id: payment.orderId });
    await expect(limitAttempts(order, from("203.0.113.6"), "stripe")).rejects.toMatchObject(mustRest);
    await turnClock(hours(1));
    await limitAttempts(order, from("203.0.113.6"), "stripe");
  });
});
