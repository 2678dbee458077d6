import type { NewStripeFault } from "../testing/stripe-emulator";
import { expect, test } from "./fixtures";
import { faultsInBooks } from "./kit/books";
import { answer, landingOf, type Order, type Shopper } from "./kit/shopper";
import { askedOfStripe, expectChargedOnceByStripe, pagesOf } from "./kit/stripe-truth";
import type { World } from "./world";

const seconds = 1_000;

/** Stops the shop and Stripe at the next call of this kind for an attempt, with the shop waiting for its answer. */
async function stopAt(
  world: World,
  orderId: string | undefined,
  fault: Pick<NewStripeFault, "operation" | "kind">,
  ask: () => Promise<unknown>,
) {
  // Stripe's webhooks are lost with the power, so only the shop's own look can reveal the result.
  await world.stripe.webhooks.pause(true, orderId);
  const { id } = await world.stripe.faults.add({ ...fault, times: 1, ...(orderId && { orderId }) });
  const cutOff = ask().catch(() => undefined);
  const holding = async () => (await world.stripe.faults.list()).find((one) => one.id === id)?.holding;
  await expect.poll(holding).toBe(1);
  return { cutOff };
}

/** While the shop is still checking the page's result, it answers 202, and the shopper asks again. */
async function opensPageAtLast(shopper: Shopper, order: Order) {
  let session_id: string | null = null;
  const opens = async () => {
    const response = await shopper.asksForPage(order);
    expect([201, 202]).toContain(response.status());
    ({ session_id } = await response.json());
    return session_id;
  };
  await expect.poll(opens).not.toBeNull();
  return { session_id: session_id ?? "" };
}

test("the power fails while a page opens, a card is charged and a shopper returns: each order is paid once", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld();
  const [app] = world.apps;
  const people = await Promise.all(Array.from({ length: 3 }, () => newShopper(world)));
  const [mina, joon, sora] = people as [Shopper, Shopper, Shopper];

  // Mina's page was opened; the shop had not recorded where it is.
  const minas = await mina.orders({ currency: "USD" });
  const opened = await stopAt(world, undefined, { operation: "create_session", kind: "hold" }, () =>
    mina.asksForPage(minas),
  );
  // Joon's card was charged; the shop had not recorded it.
  const joons = await joon.opensIntent();
  const charged = stopAt(
    world,
    joons.payment.gateway_order_id,
    { operation: "confirm_intent", kind: "hold" },
    () => joon.charges(joons),
  );
  // Sora has paid and comes back, and the shop is just reading the result.
  const soras = await sora.orders({ currency: "USD" });
  const { session_id, payment } = await sora.opensPage(soras);
  const proof = { session_id: session_id ?? "" };
  const returned = stopAt(
    world,
    payment.gateway_order_id,
    { operation: "look", kind: "hold_before" },
    async () => {
      await world.stripe.sessions.pay(proof.session_id);
      await sora.returnsFromStripe(proof);
    },
  );
  const stopped = await Promise.all([opened, charged, returned]);

  await app.kill();
  await Promise.all(stopped.map(({ cutOff }) => cutOff));
  await app.restart();

  await expect.poll(() => joon.standing(joons)).toBe("paid");
  expect(landingOf(await sora.returnsFromStripe(proof))).toMatchObject({ page: "/success" });
  const again = await opensPageAtLast(mina, minas);
  await world.stripe.sessions.pay(again.session_id);
  expect(landingOf(await mina.returnsFromStripe(again))).toMatchObject({ page: "/success" });

  for (const order of [minas, joons, soras]) await expectChargedOnceByStripe(world, order);
  expect(await pagesOf(world, minas)).toHaveLength(1);
  expect((await askedOfStripe(world, joons, "confirm_intent")).filter(({ acted }) => acted)).toHaveLength(1);
  expect(await answer(await mina.asksForStatus(minas), 200)).toMatchObject({ order: { status: "paid" } });
  expect(await faultsInBooks(world)).toEqual([]);
});

test("the power fails while a Stripe webhook is being processed: it is processed again, and records the payment once", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld();
  const [app] = world.apps;
  const shopper = await newShopper(world);
  const order = await shopper.orders({ currency: "USD" });
  const { session_id, payment } = await shopper.opensPage(order);
  const { faults } = world.stripe;
  const { id } = await faults.add({
    operation: "look",
    kind: "hold_before",
    orderId: payment.gateway_order_id,
  });
  await world.stripe.sessions.pay(session_id ?? "");
  await expect.poll(async () => (await faults.list()).find((one) => one.id === id)?.holding).toBe(1);

  await app.kill();
  await app.restart();
  // The worker that held it had a one-minute lease; after that any worker may take it.
  await world.letPass(61 * seconds);

  await expect.poll(() => shopper.standing(order)).toBe("paid");
  await expect.poll(() => world.sql("SELECT DISTINCT state FROM webhook_inbox")).toEqual([{ state: "done" }]);
  await expectChargedOnceByStripe(world, order);
});
