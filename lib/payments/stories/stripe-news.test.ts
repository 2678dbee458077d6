import { describe, expect, test } from "vitest";
import { transfersOf } from "@/db/books";
import { newsByKey } from "@/db/inbox";
import { webhookInbox } from "@/db/schema";
import { db } from "@/db/store";
import { turnOurClock } from "@/testing/clock";
import { letterbox } from "@/testing/letterbox";
import { anOrder, orderNow, paymentNow, storyOf } from "@/testing/makers";
import { anotherProgram, fault, looksAt, stripe, turnClock } from "@/testing/stripe";
import {
  aDollarOrder,
  anEvent,
  anOpenIntent,
  anOpenPage,
  aPageEvent,
  aPageWish,
  aPaidPage,
  hear,
  payOnPage,
  signed,
} from "@/testing/stripe-makers";
import { auditOrder } from "../../books/invariants";
import { hours, later, minutes, now, seconds } from "../../clock";
import { openStripe } from "../stripe/open";
import { receive } from "../worker/inbox";
import { reconcileOnce } from "../worker/reconcile";

const kept = () => db.select().from(webhookInbox);

describe("what Stripe itself sends", () => {
  test("every event of a payment is verified, and together they record it once", async () => {
    const box = await letterbox(stripe.webhooks);
    const { order, payment } = await anOpenPage();
    await payOnPage(payment);
    const letters = await box.about(payment.gatewayOrderId);
    expect(letters.length).toBeGreaterThanOrEqual(4);
    for (const { body, headers } of letters.toReversed()) {
      await hear(body, headers);
      turnOurClock(seconds(3));
    }
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect((await transfersOf(db, order.id)).filter(({ cause }) => cause === "capture")).toHaveLength(1);
    expect((await kept()).map(({ state }) => state)).toEqual(letters.map(() => "done"));
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("an event before the shopper returns records the payment, and the return finds it paid", async () => {
    const { order, payment } = await anOpenPage();
    await payOnPage(payment);
    await hear(aPageEvent(payment));
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
  });

  test("an event that arrives before it is true changes nothing", async () => {
    const { order, payment } = await anOpenPage();
    await hear(aPageEvent(payment));
    expect(await paymentNow(payment)).toMatchObject({ status: "ready", captured: 0 });
    expect(await orderNow(order)).toMatchObject({ status: "open" });
    expect(await transfersOf(db, order.id)).toEqual([]);
  });

  test("the answer to the opening was lost: an event names the page, and the payment is found", async () => {
    const order = await aDollarOrder();
    const lost = await fault("drop_after", { operation: "create_session" });
    const { payment } = await openStripe(order, aPageWish);
    expect(payment.gatewaySessionKey).toBeNull();
    await lost.mend();
    const [session] = await stripe.sessions.list(payment.gatewayOrderId);
    await stripe.sessions.pay(session?.id ?? "");
    await hear(aPageEvent({ ...payment, gatewaySessionKey: session?.id ?? "" }));
    expect(await orderNow(order)).toMatchObject({ status: "paid", winnerPaymentId: payment.id });
    expect(await auditOrder(order.id)).toEqual([]);
  });
});

describe("rule 23: what Stripe did not sign is refused and not stored", () => {
  const refused = (body: string, headers: Headers) =>
    expect(receive("stripe", body, headers, now())).rejects.toMatchObject({ code: "invalid_signature" });

  test("unsigned, forged, signed over another body, stale", async () => {
    const { order, payment } = await anOpenPage();
    await payOnPage(payment);
    const body = aPageEvent(payment);
    await refused(body, new Headers());
    await refused(body, new Headers({ "stripe-signature": "" }));
    await refused(body, new Headers({ "stripe-signature": "t=1,v1=00" }));
    await refused(body, signed(body, now(), "whsec_of_somebody_else"));
    await refused(`${body} `, signed(body));
    await refused(body, signed(body, later(now(), -minutes(6))));
    expect(await kept()).toEqual([]);
    expect(await paymentNow(payment)).toMatchObject({ status: "ready" });
    expect(await orderNow(order)).toMatchObject({ status: "open" });
  });

  test("the same, sent by the emulator itself", async () => {
    const { letters } = await letterbox(stripe.webhooks);
    const { payment } = await anOpenPage();
    for (const signature of ["forged", "stale", "none"] as const)
      await stripe.webhooks.send({
        type: "checkout.session.completed",
        id: payment.gatewaySessionKey ?? "",
        signature,
      });
    expect(letters).toHaveLength(3);
    for (const { body, headers } of letters) await refused(body, headers);
    expect(await kept()).toEqual([]);
  });

  test("an event that is four minutes old is not stale yet", async () => {
    const { payment } = await anOpenPage();
    const body = aPageEvent(payment);
    await hear(body, signed(body, later(now(), -minutes(4))));
    expect(await kept()).toHaveLength(1);
  });
});

describe("rule 23: an event about something else is stored and not queried", () => {
  test.each([
    ["another program's page", { object: "checkout.session", id: "cs_test_b1" }],
    ["another program's payment", { object: "payment_intent", id: "pi_3xyz" }],
    ["a charge without a payment", { object: "charge", id: "ch_1" }],
    ["a customer", { object: "customer", id: "cus_1" }],
  ])("%s", async (_, object) => {
    await hear(anEvent("something.happened", object));
    expect(await kept()).toMatchObject([{ state: "done", paymentId: null }]);
    expect(await stripe.requests()).toEqual([]);
  });

  test("an event of the live environment in a shop with test keys", async () => {
    const { payment } = await anOpenPage();
    await payOnPage(payment);
    const looked = await looksAt(payment.gatewayOrderId);
    const about = { id: payment.gatewaySessionKey, object: "checkout.session" };
    await hear(anEvent("checkout.session.completed", about, { livemode: true }));
    expect(await kept()).toMatchObject([{ state: "done", note: "not_understood" }]);
    expect(await looksAt(payment.gatewayOrderId)).toBe(looked);
    expect(await paymentNow(payment)).toMatchObject({ status: "ready" });
  });

  test("a Stripe event that names a Toss payment", async () => {
    const { payment } = await aPaidPage();
    const order = await anOrder();
    await hear(
      aPageEvent({ ...payment, gatewaySessionKey: "cs_test_x", gatewayOrderId: `${order.number}-1` }),
    );
    expect(await kept()).toMatchObject([{ state: "done", note: "not_ours" }]);
  });
});

describe("a page that was paid for something else", () => {
  test("another program's cheaper page that names our order: our own page is queried, and is unpaid", async () => {
    const { order, payment } = await anOpenPage();
    const cheap = await anotherProgram().checkout.sessions.create({
      mode: "payment",
      client_reference_id: payment.gatewayOrderId,
      success_url: "http://localhost:3000/success",
      line_items: [
        { quantity: 1, price_data: { currency: "usd", unit_amount: 50, product_data: { name: "Nothing" } } },
      ],
    });
    await stripe.sessions.pay(cheap.id);
    await hear(aPageEvent({ ...payment, gatewaySessionKey: cheap.id }));
    expect(await paymentNow(payment)).toMatchObject({ status: "ready", captured: 0 });
    expect(await orderNow(order)).toMatchObject({ status: "open", winnerPaymentId: null });
    expect(await transfersOf(db, order.id)).toEqual([]);
  });

  test("the same while our own page's id is unknown: the payment goes to review, and sells nothing", async () => {
    const order = await aDollarOrder();
    const away = await fault("away");
    const { payment } = await openStripe(order, aPageWish);
    await away.mend();
    const cheap = await anotherProgram().checkout.sessions.create({
      mode: "payment",
      client_reference_id: payment.gatewayOrderId,
      success_url: "http://localhost:3000/success",
      line_items: [
        { quantity: 1, price_data: { currency: "usd", unit_amount: 50, product_data: { name: "Nothing" } } },
      ],
    });
    await stripe.sessions.pay(cheap.id);
    await hear(aPageEvent({ ...payment, gatewaySessionKey: cheap.id }));
    expect(await orderNow(order)).toMatchObject({ status: "in_review", winnerPaymentId: null });
    expect(await paymentNow(payment)).toMatchObject({
      status: "in_review",
      captured: 50,
      credited: "suspense",
    });
    expect(await auditOrder(order.id)).toEqual([]);
  });

  test("another order of ours, which by now says so itself: nothing is counted twice for the same charge", async () => {
    const paid = await aPaidPage();
    const away = await fault("away");
    const order = await aDollarOrder();
    const { payment } = await openStripe(order, aPageWish);
    await away.mend();
    expect(payment.gatewaySessionKey).toBeNull();
    await hear(aPageEvent({ ...paid.payment, gatewayOrderId: payment.gatewayOrderId }));
    expect(await paymentNow(payment)).toMatchObject({ captured: 0, gatewaySessionKey: null });
    expect(await orderNow(order)).toMatchObject({ status: "open" });
    expect(await transfersOf(db, order.id)).toEqual([]);
    expect(await orderNow(paid.order)).toMatchObject({ status: "paid" });
  });
});

describe("rule 23: an event is stored once, and processed until it is done", () => {
  test("the same delivery twenty times at one moment: one row, one query", async () => {
    const { payment } = await anOpenPage();
    await payOnPage(payment);
    const looked = await looksAt(payment.gatewayOrderId);
    const body = aPageEvent(payment);
    await Promise.all(Array.from({ length: 20 }, () => hear(body)));
    expect(await kept()).toHaveLength(1);
    expect(await looksAt(payment.gatewayOrderId)).toBe(looked + 1);
  });

  test("Stripe does not answer the query: it is repeated automatically, and then done", async () => {
    const { order, payment } = await anOpenPage();
    await payOnPage(payment);
    const away = await fault("away");
    await hear(aPageEvent(payment));
    expect(await kept()).toMatchObject([{ state: "failed", note: "no_answer" }]);
    await away.mend();
    await turnClock(hours(1));
    await reconcileOnce();
    expect(await kept()).toMatchObject([{ state: "done" }]);
    expect(await orderNow(order)).toMatchObject({ status: "paid" });
  });

  test("the event of a declined card in the card form is recorded, and the form stays open", async () => {
    const { order, payment, intentId } = await anOpenIntent();
    await stripe.intents.pay(intentId, { card: "4000000000009995" });
    await hear(anEvent("payment_intent.payment_failed", { id: intentId, object: "payment_intent" }));
    expect(await paymentNow(payment)).toMatchObject({ status: "ready", failureCode: "insufficient_funds" });
    expect(await storyOf(order)).toContain("payment_refused");
    expect(await newsByKey(db, "stripe", (await kept())[0]?.key ?? "")).toMatchObject({ state: "done" });
  });
});
