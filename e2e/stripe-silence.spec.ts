import type { NewStripeFault } from "../testing/stripe-emulator";
import { expect, test } from "./fixtures";
import { type StripeWay, stripeBuyerOn } from "./kit/stripe-buyer";
import {
  askedOfStripe,
  expectChargedOnceByStripe,
  newestAttempt,
  pagesOf,
  takenAtStripe,
} from "./kit/stripe-truth";

// What a shopper sees, and what is charged, when Stripe is slow, unreachable, or its answer is lost.

test.use({ currency: "USD" });

const seconds = 1_000;
const silent = "결제사의 응답이 늦어지고 있어요. 다시 결제하지 말고 잠시만 기다려 주세요.";
const opening = { page: "create_session", card: "create_intent" } as const;

const troubles: [string, StripeWay, Pick<NewStripeFault, "kind" | "times">][] = [
  ["takes long", "page", { kind: "hold_before", times: 1 }],
  ["cannot be reached", "card", { kind: "away", times: null }],
];

for (const [what, way, fault] of troubles)
  test(`Stripe ${what} (${way}): the order sheet says so, waits, and goes on by itself`, {
    tag: "@page",
  }, async ({ page, world }) => {
    const buyer = stripeBuyerOn(page);
    await buyer.fillsInTheSheet(way);
    if (way === "card") await buyer.typesCard("card", "4242 4242 4242 4242");
    const trouble = await world.stripe.faults.add({ operation: opening[way], ...fault });
    await buyer.payButton.click();

    await expect(page.getByText(silent)).toBeVisible();
    await expect(page.getByRole("button", { name: "주문을 확인하고 있어요" })).toHaveAttribute(
      "aria-busy",
      "true",
    );
    const { order } = await newestAttempt(world);
    expect(await takenAtStripe(world, order)).toEqual([]);
    await world.stripe.faults.remove(trouble.id);
    await world.letPass(20 * seconds);

    if (way === "page") {
      await expect(buyer.payOnPage).toBeVisible();
      await buyer.pays("page");
    }
    await buyer.seesTheReceipt();
    expect(await buyer.orderNumber()).toBe(order.order_number);
    expect(await pagesOf(world, order)).toHaveLength(way === "page" ? 1 : 0);
    const keys = (await askedOfStripe(world, order, opening[way])).map((request) => request.idempotencyKey);
    expect(new Set(keys).size).toBe(1);
    await expectChargedOnceByStripe(world, order);
  });

test("the answer with the address of Stripe's page is lost: it is asked for again, and is the same page", {
  tag: "@page",
}, async ({ page, world }) => {
  const buyer = stripeBuyerOn(page);
  await buyer.fillsInTheSheet("page");
  await world.stripe.faults.add({ operation: "create_session", kind: "drop_after", times: 1 });
  await buyer.goesToStripe();
  const { order } = await newestAttempt(world);
  expect(await askedOfStripe(world, order, "create_session")).toEqual([
    expect.objectContaining({ acted: true, replayed: false, status: null }),
    expect.objectContaining({ acted: false, replayed: true, status: 200 }),
  ]);
  expect(await pagesOf(world, order)).toHaveLength(1);

  await buyer.pays("page");
  await buyer.seesTheReceipt();
  await expectChargedOnceByStripe(world, order);
});

test("Stripe is silent when the shopper returns: the page says so, and turns into the receipt", {
  tag: ["@phone", "@page"],
}, async ({ page, world }) => {
  const buyer = stripeBuyerOn(page);
  await buyer.comesToTheCard("page");
  const { orderId, order } = await newestAttempt(world);
  await world.stripe.webhooks.pause(true, orderId);
  const mute = await world.stripe.faults.add({ operation: "look", kind: "away", times: null, orderId });
  await buyer.pays("page");

  await expect(page).toHaveURL(/\/(success|fail)\?/);
  await expect(page.getByRole("heading", { name: "결제 승인 중…" })).toBeVisible();
  await expect(page.getByText("확인하고 있어요. 다시 결제하지 마세요.")).toBeVisible();
  await world.stripe.faults.remove(mute.id);
  await world.stripe.webhooks.pause(false, orderId);
  await world.letPass(20 * seconds);

  await buyer.seesTheReceipt();
  await expectChargedOnceByStripe(world, order);
});

test("a shopper who goes back to the order sheet meanwhile is told not to pay again, by page or by card", {
  tag: "@page",
}, async ({ page, world }) => {
  const buyer = stripeBuyerOn(page);
  await buyer.comesToTheCard("page");
  const { orderId, order } = await newestAttempt(world);
  await world.stripe.webhooks.pause(true, orderId);
  const mute = await world.stripe.faults.add({ operation: "look", kind: "away", times: null, orderId });
  await buyer.pays("page");
  await expect(page.getByText("확인하고 있어요. 다시 결제하지 마세요.")).toBeVisible();

  await page.goto("/checkout");
  await buyer.payButton.click();
  const warning = buyer.refusal.filter({
    hasText: "이 주문의 결제를 확인하고 있어요. 다시 결제하지 마세요.",
  });
  await expect(warning).toBeVisible();
  await buyer.chooses("card");
  await buyer.pays("card");
  await expect(warning).toBeVisible();
  await world.stripe.faults.remove(mute.id);
  await world.letPass(60 * seconds);

  // The sheet updates automatically.
  await buyer.seesTheReceipt();
  await expectChargedOnceByStripe(world, order);
  await world.stripe.webhooks.pause(false, orderId);
});

for (const kind of ["drop_after", "away"] as const)
  test(`a charge whose answer is lost (${kind}) is found automatically, and happens once`, {
    tag: "@rows",
  }, async ({ shopper, world }) => {
    const order = await shopper.opensIntent();
    const orderId = order.payment.gateway_order_id;
    await world.stripe.webhooks.pause(true, orderId);
    const times = kind === "away" ? null : 1;
    const { id } = await world.stripe.faults.add({ operation: "any", kind, times, orderId });

    const response = await shopper.charges(order);
    if (kind === "away") {
      expect(response.status()).toBe(202);
      expect(await shopper.next(order)).toBe("wait");
    }
    await world.stripe.faults.remove(id);
    await world.letPass(20 * seconds);

    await expect.poll(() => shopper.standing(order)).toBe("paid");
    await expectChargedOnceByStripe(world, order);
    const asked = await askedOfStripe(world, order, "confirm_intent");
    expect(new Set(asked.map((request) => request.idempotencyKey)).size).toBe(1);
    await world.stripe.webhooks.pause(false, orderId);
  });
