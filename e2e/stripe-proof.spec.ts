import Stripe from "stripe";
import { parseEnv } from "@/lib/settings/env";
import { demo } from "../scripts/kit/test-databases";
import { expect, test } from "./fixtures";
import { answer, landingOf, type Order, refusalOf, type Shopper } from "./kit/shopper";
import { askedOfStripe, expectChargedOnceByStripe, expectNothingTakenByStripe } from "./kit/stripe-truth";
import type { World } from "./world";

// What proves a payment, and what only looks like proof.

const mug = [{ sku: "MUG-DAWN", quantity: 1 }];
const unknown = { page: "/fail", code: "order_not_found" };

async function opensPageFor(shopper: Shopper, items?: { sku: string; quantity: number }[]) {
  const order = await shopper.orders({ currency: "USD", ...(items && { items }) });
  const { session_id, payment } = await shopper.opensPage(order);
  return { order, session_id: session_id ?? "", orderId: payment.gateway_order_id };
}

const verifies = (shopper: Shopper, named: object) => shopper.post("/payments/stripe/verify", named);

/** Stripe's webhooks about this order that the shop has stored. */
const keptNews = async (world: World, { order_number }: Pick<Order, "order_number">) =>
  world.sql(`SELECT state, note FROM webhook_inbox WHERE body LIKE '%${order_number}%'`);

test("a page paid for a cheap order pays that order, and not the expensive one", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const [cheap, dear] = [await opensPageFor(shopper, mug), await opensPageFor(shopper)];
  await world.stripe.sessions.pay(cheap.session_id);

  const response = await shopper.request.get("/success", {
    params: { order_number: dear.order.order_number, session_id: cheap.session_id },
  });
  expect(await response.text()).not.toContain("결제가 완료됐어요");
  expect(landingOf(await shopper.returnsFromStripe(cheap))).toEqual({
    page: "/success",
    order_number: cheap.order.order_number,
  });
  expect(await answer(await verifies(shopper, { session_id: cheap.session_id }), 200)).toMatchObject({
    order_number: cheap.order.order_number,
    amount: 1_400,
  });
  await verifies(shopper, { order_number: dear.order.order_number });

  await expectChargedOnceByStripe(world, cheap.order);
  await expectNothingTakenByStripe(world, dear.order);
  expect(await shopper.standing(dear.order)).toBe("open");
});

/** Another program that holds the shop's own key. */
function anotherProgram({ stripe }: World) {
  const { hostname: host, port } = new URL(stripe.url);
  const secretKey = parseEnv({ ...demo }).stripe.keys?.secretKey ?? "";
  return new Stripe(secretKey, { host, port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
}

test("a foreign page that names this order and is paid for a dollar cannot pay it", async ({
  shopper,
  world,
}) => {
  const { order, orderId, session_id } = await opensPageFor(shopper);
  const foreign = await anotherProgram(world).checkout.sessions.create({
    mode: "payment",
    client_reference_id: orderId,
    metadata: { order_id: orderId },
    payment_intent_data: { metadata: { order_id: orderId } },
    success_url: `${shopper.url}/payments/stripe/success?session_id={CHECKOUT_SESSION_ID}`,
    line_items: [
      { quantity: 1, price_data: { currency: "usd", unit_amount: 100, product_data: { name: "A shirt" } } },
    ],
  });
  await world.stripe.sessions.pay(foreign.id);

  expect(landingOf(await shopper.returnsFromStripe({ session_id: foreign.id }))).toEqual(unknown);
  expect((await verifies(shopper, { session_id: foreign.id })).status()).toBe(404);
  const waiting = async () => (await keptNews(world, order)).filter(({ state }) => state !== "done").length;
  await expect.poll(async () => (await keptNews(world, order)).length).toBeGreaterThan(0);
  await expect.poll(waiting).toBe(0);

  expect(await shopper.status(order)).toMatchObject({ order: { status: "open" }, captured: 0 });
  await world.stripe.sessions.pay(session_id);
  expect(landingOf(await shopper.returnsFromStripe({ session_id }))).toMatchObject({ page: "/success" });
  expect(await shopper.status(order)).toMatchObject({ captured: order.amount });
});

test("an unknown session or payment leads to the shop's own page, and asks Stripe nothing", async ({
  shopper,
  world,
}) => {
  // Leaves out the daily look at Stripe's lists, and pages of other tests: they concern no particular session.
  const asked = async () =>
    (await world.stripe.requests()).filter(
      ({ orderId, operation }) =>
        !orderId && operation !== "create_session" && !operation.startsWith("list_"),
    );
  const before = await asked();
  for (const params of [
    { session_id: "" },
    { session_id: " " },
    { session_id: "cs_test_nobody" },
    { session_id: "pi_nobody" },
    { payment_intent: "" },
    { payment_intent: "pi_nobody" },
    { payment_intent: "cs_test_nobody" },
    { payment_intent: "pi_nobody", redirect_status: "succeeded" },
    { order_number: "ORD-20261121-ZZZZZZ" },
  ]) {
    const options = { params, maxRedirects: 0 };
    expect(landingOf(await shopper.request.get("/payments/stripe/success", options))).toEqual(unknown);
  }
  for (const blank of [{ session_id: "" }, { payment_intent_id: "" }, { order_number: "" }, {}])
    expect(await refusalOf(await verifies(shopper, blank))).toEqual({ status: 400, code: "invalid_request" });
  for (const nobodys of [
    { session_id: "cs_test_nobody" },
    { payment_intent_id: "pi_nobody" },
    { order_number: "ORD-20261121-ZZZZZZ" },
  ])
    expect(await refusalOf(await verifies(shopper, nobodys))).toEqual({
      status: 404,
      code: "order_not_found",
    });
  expect(await asked()).toEqual(before);
});

test("somebody else's order is not found, whichever of its ids is given", async ({
  shopper,
  newShopper,
  world,
}) => {
  const { order, session_id } = await opensPageFor(shopper);
  const { order_number, payment_intent_id } = await shopper.opensIntent();
  const stranger = await newShopper();
  const notThere = { status: 404, code: "order_not_found" };

  for (const named of [{ session_id }, { payment_intent_id }, { order_number }])
    expect(await refusalOf(await verifies(stranger, named))).toEqual(notThere);
  expect(await refusalOf(await stranger.asksForPage(order))).toEqual(notThere);
  expect(await refusalOf(await stranger.charges({ order_number }))).toEqual(notThere);
  expect(await refusalOf(await stranger.post("/payments/stripe/intent", { order_number }))).toEqual(notThere);
  await expectNothingTakenByStripe(world, order);
});

test("a browser that only returns with a paid session sees the number, amount and state, and no more", async ({
  shopper,
  newShopper,
  world,
}) => {
  const { order, session_id } = await opensPageFor(shopper);
  await world.stripe.sessions.pay(session_id);
  const elsewhere = await newShopper();
  expect(landingOf(await elsewhere.returnsFromStripe({ session_id }))).toMatchObject({ page: "/success" });

  const seen = await elsewhere.status(order);
  expect(seen.order).toMatchObject({ status: "paid", amount: 2_200, currency: "USD" });
  expect(seen.payments[0]).toMatchObject({ card: null, receipt_url: null });
  expect((await shopper.status(order)).payments[0]?.card).not.toBeNull();
});

test("a link checker and a prefetching browser ask Stripe nothing", async ({ shopper, world }) => {
  const { order, session_id } = await opensPageFor(shopper);
  const before = await askedOfStripe(world, order);
  for (const ahead of [{ method: "HEAD" }, { headers: { "sec-purpose": "prefetch;prerender" } }]) {
    const options = { params: { session_id }, maxRedirects: 0, ...ahead };
    expect((await shopper.request.fetch("/payments/stripe/success", options)).status()).toBe(204);
  }
  expect(await askedOfStripe(world, order)).toEqual(before);
});

for (const signature of ["forged", "none", "stale"] as const)
  test(`a webhook whose signature is ${signature} is refused, not stored, and changes nothing`, async ({
    shopper,
    world,
  }) => {
    const { order, session_id, orderId } = await opensPageFor(shopper);
    // Even a true event is not believed without its signature.
    await world.stripe.webhooks.pause(true, orderId);
    await world.stripe.sessions.pay(session_id);
    const looks = await askedOfStripe(world, order);

    const type = "checkout.session.completed";
    const sent = await world.stripe.webhooks.send({ orderId, type, signature });

    expect(sent.map(({ status }) => status)).toEqual([400]);
    expect(await keptNews(world, order)).toEqual([]);
    expect(await askedOfStripe(world, order)).toEqual(looks);
    expect(await shopper.standing(order)).toBe("open");
    await world.stripe.webhooks.pause(false, orderId);
    await expect.poll(() => shopper.standing(order)).toBe("paid");
    await expectChargedOnceByStripe(world, order);
  });

test("a signed webhook that is untrue changes nothing: Stripe is asked, and only its answer counts", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, orderId } = await opensPageFor(shopper);
  for (const type of ["checkout.session.completed", "payment_intent.succeeded", "charge.refunded"])
    await world.stripe.webhooks
      .send({ orderId, type, object: { payment_status: "paid", status: "succeeded" } })
      .catch(() => undefined);
  await expect.poll(async () => (await keptNews(world, order)).length).toBeGreaterThan(0);
  await expect
    .poll(async () => (await keptNews(world, order)).filter(({ state }) => state !== "done"))
    .toEqual([]);

  expect(await shopper.standing(order)).toBe("open");
  await expectNothingTakenByStripe(world, order);
});
