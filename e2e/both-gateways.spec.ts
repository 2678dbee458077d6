import type { Page } from "playwright/test";
import { patient } from "@/testing/load";
import { test as base, expect } from "./fixtures";
import { faultsInBooks } from "./kit/books";
import { buyerOn } from "./kit/buyer";
import { landingOf, refusalOf, type Shopper } from "./kit/shopper";
import { stripeBuyerOn } from "./kit/stripe-buyer";
import {
  expectChargedOnceByStripe,
  expectNothingTakenByStripe,
  newestAttempt,
  pagesOf,
  takenAtStripe,
} from "./kit/stripe-truth";
import { confirmsOf, expectChargedOnce, standingOf, takenAtGateway, transfersOf } from "./kit/truth";
import { startWorld, type World } from "./world";

/** A shop that accepts won through Toss and through Stripe. */
const test = base.extend<object, { world: World }>({
  world: [
    async ({ template }, use) => {
      const world = await startWorld(template, { env: { STRIPE_CURRENCIES: "USD,KRW" } });
      await use(world);
      await world.stop();
    },
    { scope: "worker", timeout: patient(120_000) },
  ],
});

// Sequentially in one worker: each further worker would start such a shop again.
test.describe.configure({ mode: "default" });

const minutes = 60_000;

/** One cart in two tabs: the first in Toss's window, the second on Stripe's page. */
async function goesToBoth(page: Page, other: Page, isMobile: boolean) {
  const atToss = buyerOn(page, isMobile);
  await atToss.goesToTheWindow();
  const atStripe = stripeBuyerOn(other);
  await other.goto("/checkout");
  await atStripe.chooses("page");
  await atStripe.goesToStripe();
  return { atToss, atStripe };
}

test("paid on Stripe's page first: the tab at Toss says that the order is paid, and Toss charges nothing", {
  tag: ["@phone", "@page"],
}, async ({ page, context, isMobile, world }) => {
  const { atToss, atStripe } = await goesToBoth(page, await context.newPage(), isMobile);
  const { order } = await newestAttempt(world);
  await atStripe.pays("page");
  await atStripe.seesTheReceipt();

  await page.bringToFront();
  // On desktop the window lies over our page, which updates automatically; on a phone it replaced the page.
  if (isMobile) await atToss.approves();
  await atToss.seesTheReceipt();

  expect(await atToss.orderNumber()).toBe(order.order_number);
  await expect(page.getByRole("main")).toContainText("29,000원");
  expect(await confirmsOf(world, order)).toEqual([]);
  expect(await takenAtGateway(world, order)).toEqual([]);
  await expectChargedOnceByStripe(world, order);
});

test("paid at Toss first: Stripe's page expires, and says so to a shopper who is still on it", {
  tag: "@page",
}, async ({ page, context, isMobile, world }) => {
  const { atToss, atStripe } = await goesToBoth(page, await context.newPage(), isMobile);
  const { order } = await newestAttempt(world);
  await page.bringToFront();
  await atToss.approves();
  await atToss.seesTheReceipt();
  await expect
    .poll(async () => (await pagesOf(world, order)).map(({ status }) => status))
    .toEqual(["expired"]);

  await atStripe.page.bringToFront();
  await atStripe.pays("page");
  await expect(atStripe.expired).toBeVisible();

  await expectChargedOnce(world, order);
  expect(await takenAtStripe(world, order)).toEqual([]);
});

test("paid at Toss and on Stripe's page: the second payment is refunded automatically, and both tabs say so", {
  tag: ["@phone", "@page"],
}, async ({ page, context, isMobile, world }) => {
  const { atToss, atStripe } = await goesToBoth(page, await context.newPage(), isMobile);
  const { orderId, order } = await newestAttempt(world);
  // The shop's request to close the page gets no answer.
  const deaf = { operation: "expire_session", kind: "away", times: null, orderId } as const;
  const { id } = await world.stripe.faults.add(deaf);
  await page.bringToFront();
  await atToss.approves();
  await atToss.seesTheReceipt();

  await atStripe.page.bringToFront();
  await atStripe.pays("page");
  await atStripe.seesTheReceipt();
  expect(await atStripe.orderNumber()).toBe(order.order_number);
  for (const tab of [atStripe.page, page]) {
    await tab.goto(`/orders/${order.order_number}`);
    await expect(tab.getByText("중복 결제(카드, 29,000원)는 모두 환불했어요.")).toBeVisible();
    await expect(tab.getByText("환불 완료 · 29,000원")).toBeVisible();
  }

  expect(await takenAtGateway(world, order)).toEqual([
    expect.objectContaining({ status: "DONE", balanceAmount: order.amount }),
  ]);
  const second = await takenAtStripe(world, order);
  expect(second.map(({ latest_charge: charge }) => charge?.amount_refunded)).toEqual([order.amount]);
  await world.stripe.faults.remove(id);
  await world.letPass(minutes);
  await expect.poll(() => standingOf(world, order)).toEqual({ status: "paid", asking: 0, open_calls: 0 });
  expect(await transfersOf(world, order)).toEqual(
    expect.arrayContaining([
      { debit: "receivable", credit: "sales", amount: order.amount },
      { debit: "receivable", credit: "shopper", amount: order.amount },
      { debit: "shopper", credit: "receivable", amount: order.amount },
    ]),
  );
  expect(await faultsInBooks(world)).toEqual([]);
});

/** An order in won with an open Stripe page, and Toss's window approved in another tab. */
async function opensBoth(shopper: Shopper) {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { session_id } = await shopper.opensPage(order);
  return { order, approved, session_id: session_id ?? "" };
}

test("a server that confirms at Toss after Stripe was paid is told so, and Toss is not asked", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const { order, approved, session_id } = await opensBoth(shopper);
  await world.stripe.sessions.pay(session_id);
  expect(landingOf(await shopper.returnsFromStripe({ session_id }))).toMatchObject({ page: "/success" });

  expect(await refusalOf(await shopper.confirms(approved))).toEqual({
    status: 409,
    code: "order_already_paid",
  });
  expect(await shopper.comesBack(approved)).toEqual({ page: "/success", order_number: order.order_number });
  expect(await refusalOf(await shopper.asksForPage(order))).toEqual({
    status: 409,
    code: "order_already_paid",
  });

  expect(await confirmsOf(world, order)).toEqual([]);
  await expectChargedOnceByStripe(world, order);
});

test("no Stripe page opens while Toss is being asked", { tag: "@rows" }, async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { faults } = world.emulator;
  const held = await faults.add({ operation: "confirm", kind: "hold_before", orderId: approved.orderId });
  const landing = shopper.comesBack(approved);
  await expect.poll(async () => (await faults.list()).find(({ id }) => id === held.id)?.holding).toBe(1);

  expect(await refusalOf(await shopper.asksForPage(order))).toEqual({
    status: 409,
    code: "payment_in_progress",
  });
  await faults.release(held.id);

  expect((await landing).page).toBe("/success");
  await expectChargedOnce(world, order);
  expect(await takenAtStripe(world, order)).toEqual([]);
});

test("20 orders are paid at both gateways at the same moment: each is charged once, and the other payments are refunded", {
  tag: "@rows",
}, async ({ newShopper, world }) => {
  test.slow();
  const people = await Promise.all(Array.from({ length: 20 }, () => newShopper()));
  const all = await Promise.all(
    people.map(async (shopper) => {
      const { order, approved, session_id } = await opensBoth(shopper);
      await Promise.all([
        shopper.comesBack(approved),
        world.stripe.sessions.pay(session_id).then(() => shopper.returnsFromStripe({ session_id })),
      ]);
      return { shopper, order };
    }),
  );

  for (const { shopper, order } of all) {
    const quiet = { status: "paid", asking: 0, open_calls: 0 };
    await expect.poll(() => standingOf(world, order)).toEqual(quiet);
    const kept = await keptOf(world, order);
    expect(kept.filter((amount) => amount !== 0)).toEqual([order.amount]);
    const { payments } = await shopper.status(order);
    expect(payments.filter(({ winner }) => winner)).toHaveLength(1);
  }
  expect(await faultsInBooks(world)).toEqual([]);
});

/** What each gateway reports as left of an order's money. */
async function keptOf(world: World, order: Parameters<typeof takenAtStripe>[1]) {
  const toss = (await takenAtGateway(world, order)).map(({ balanceAmount }) => balanceAmount);
  const stripe = (await takenAtStripe(world, order)).map(
    ({ amount_received, latest_charge }) => amount_received - (latest_charge?.amount_refunded ?? 0),
  );
  return [...toss, ...stripe];
}

test("dollars are never paid through Toss; a shop with keys for dollars alone never charges won through Stripe", {
  tag: "@rows",
}, async ({ shopper, openWorld, newShopper, world }) => {
  const dollars = await shopper.orders({ currency: "USD" });
  expect(await refusalOf(await shopper.asksToPay(dollars))).toEqual({
    status: 422,
    code: "currency_not_supported",
  });
  await expectNothingTakenByStripe(world, dollars);

  const dollarsOnly = await openWorld();
  const other = await newShopper(dollarsOnly);
  const won = await other.orders();
  const refused = { status: 422, code: "currency_not_supported" };
  expect(await refusalOf(await other.asksForPage(won))).toEqual(refused);
  expect(
    await refusalOf(await other.post("/payments/stripe/intent", { order_number: won.order_number })),
  ).toEqual(refused);
  expect(await other.standing(won)).toBe("open");
  expect(await dollarsOnly.stripe.requests()).toEqual([]);
});
