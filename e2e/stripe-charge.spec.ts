import { expect, test } from "./fixtures";
import { answer, landingOf, refusalOf } from "./kit/shopper";
import { expectChargedOnceByStripe, expectNothingTakenByStripe, takenAtStripe } from "./kit/stripe-truth";

// Another server, or an agent, charges a card through the API.

test("a declined card leaves the order open, and another card pays it", { tag: "@rows" }, async ({
  shopper,
  world,
}) => {
  const order = await shopper.opensIntent();
  const declined = await shopper.charges(order, "pm_card_chargeDeclinedInsufficientFunds");
  expect(await refusalOf(declined)).toEqual({ status: 402, code: "payment_declined" });
  expect(await declined.json()).toMatchObject({ gateway_code: "insufficient_funds" });
  await expectNothingTakenByStripe(world, order);
  expect(await shopper.next(order)).toBe("pay");

  expect(await answer(await shopper.charges(order), 200)).toMatchObject({
    payment: { status: "paid", amount: 2_200, currency: "USD" },
    next_action: null,
  });
  await expectChargedOnceByStripe(world, order);
  // Requested again, it is the same payment.
  expect(await answer(await shopper.charges(order), 200)).toMatchObject({ payment: { status: "paid" } });
  expect(await takenAtStripe(world, order)).toHaveLength(1);
});

test("a card that Stripe does not know charges nothing, and the refusal explains why", async ({
  shopper,
  world,
}) => {
  const order = await shopper.opensIntent();
  const refused = await refusalOf(await shopper.charges(order, "pm_nobodys"));
  expect(refused).toEqual({ status: 422, code: "payment_input_refused" });
  await expectNothingTakenByStripe(world, order);
  await expect.poll(() => shopper.next(order)).toBe("pay");
  await answer(await shopper.charges(order), 200);
  await expectChargedOnceByStripe(world, order);
});

test("a charge of an order without an open card form is refused", async ({ shopper, world }) => {
  const order = await shopper.orders({ currency: "USD" });
  const refused = { status: 409, code: "payment_not_open" };
  expect(await refusalOf(await shopper.charges(order))).toEqual(refused);
  expect(
    await refusalOf(await shopper.post("/payments/stripe/verify", { order_number: order.order_number })),
  ).toEqual(refused);
  // A Stripe page is not a card form either.
  await shopper.opensPage(order);
  expect(await refusalOf(await shopper.charges(order))).toEqual(refused);
  await expectNothingTakenByStripe(world, order);
});

for (const [reply, page] of [
  ["complete", "/success"],
  ["fail", "/fail"],
] as const)
  test(`a bank that asks on its own page leads back through the shop (${reply})`, async ({
    shopper,
    world,
  }) => {
    const order = await shopper.opensIntent();
    const payment_intent = order.payment_intent_id ?? "";
    const asked = await shopper.post("/payments/stripe/confirm", {
      order_number: order.order_number,
      payment_method_id: "pm_card_threeDSecure2Required",
      return_url: `${shopper.url}/payments/stripe/success`,
    });
    expect(await answer(asked, 200)).toMatchObject({
      payment: { status: "requires_action" },
      next_action: { type: "redirect", url: expect.stringContaining(`/challenge/${payment_intent}`) },
    });
    expect(await shopper.standing(order)).toBe("open");

    await world.stripe.intents.challenge(payment_intent, reply);
    expect(landingOf(await shopper.returnsFromStripe({ payment_intent }))).toMatchObject({
      page,
      order_number: order.order_number,
    });
    if (reply === "complete") return expectChargedOnceByStripe(world, order);
    await expectNothingTakenByStripe(world, order);
    await answer(await shopper.charges(order), 200);
    await expectChargedOnceByStripe(world, order);
  });
