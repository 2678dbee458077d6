import { randomUUID } from "node:crypto";
import type { Page } from "playwright/test";
import type { StripeChoice } from "../../testing/stripe-emulator";
import type { Shopper } from "../kit/shopper";
import { fail, order } from "./orders";
import { patiently, type Scene, type Stage, type View, type Words } from "./scene";
import { aFewThings, mina, payButton } from "./shop";

/** The order sheet in dollars, with the card form chosen, followed by an optional action. */
const cardForm = (act?: View["act"]): View => ({
  path: "/checkout",
  currency: "USD",
  stored: { ...aFewThings, "twotrack.sheet": mina },
  act: async (page, words) => {
    await page.getByRole("radio", { name: words.sheet.ways.card.name }).check();
    await act?.(page, words);
  },
});

const numberField = (page: Page) => page.frameLocator("main iframe").getByRole("textbox").first();

/** The shop in dollars, and what is paid through Stripe. */
export const stripeScenes: Scene[] = [
  {
    name: "shop-in-dollars",
    shows: () => "$22.00",
    arrange: () => ({ path: "/", currency: "USD" }),
  },
  {
    name: "product-in-dollars",
    shows: () => "$22.00",
    arrange: () => ({ path: "/products/cool-t-shirt", currency: "USD" }),
  },
  {
    name: "cart-in-dollars",
    needsScript: true,
    shows: () => "$40.00",
    arrange: () => ({ path: "/cart", currency: "USD", stored: aFewThings }),
  },
  {
    name: "sheet-in-dollars",
    needsScript: true,
    shows: ({ sheet }) => sheet.ways.page.note,
    arrange: () => ({
      path: "/checkout",
      currency: "USD",
      stored: { ...aFewThings, "twotrack.sheet": mina },
      act: (page) => patiently(numberField(page)).toBeVisible(),
    }),
  },
  {
    name: "sheet-card",
    needsScript: true,
    shows: ({ sheet }) => sheet.ways.card.note,
    arrange: () => cardForm((page) => patiently(numberField(page)).toBeVisible()),
  },
  {
    name: "sheet-card-incomplete",
    needsScript: true,
    shows: ({ refusals }) => refusals.words.card_incomplete,
    arrange: () =>
      cardForm(async (page, words) => {
        await patiently(numberField(page)).toBeVisible();
        await payButton(page, words).click();
      }),
  },
  {
    name: "sheet-card-declined",
    needsScript: true,
    shows: ({ refusals }) => refusals.words.card_declined,
    arrange: () => {
      const view = cardForm(async (page, words) => {
        await patiently(numberField(page)).toBeVisible();
        const fields = page.frameLocator("main iframe").getByRole("textbox");
        for (const [n, typed] of ["4000 0000 0000 0002", "12 / 34", "123"].entries())
          await fields.nth(n).fill(typed);
        await payButton(page, words).click();
      });
      return {
        ...view,
        stored: { ...view.stored, "twotrack.cart": { ...aFewThings["twotrack.cart"], id: randomUUID() } },
      };
    },
  },
  {
    name: "sheet-card-without-gateway",
    needsScript: true,
    shows: ({ sheet }) => sheet.cardForm.failed,
    arrange: ({ world }) =>
      cardForm(async (page, words) => {
        await page.route(`${world.stripe.url}/**`, (route) => route.abort());
        await page.reload();
        await chooseAgain(page, words);
      }),
  },
  order(
    "paid-in-dollars",
    ({ standing }) => standing.paid.title,
    (stage, shopper) => pays(stage, shopper),
  ),
  order(
    "checking-in-dollars",
    ({ standing }) => standing.checking.lead,
    async ({ world }, shopper) => {
      const { order, orderId, session_id } = await opensPage(shopper);
      await world.stripe.webhooks.pause(true, orderId);
      await world.stripe.faults.add({ operation: "look", kind: "away", times: null, orderId });
      await world.stripe.sessions.pay(session_id);
      await shopper.returnsFromStripe({ session_id });
      return order;
    },
  ),
  order(
    "refunded-in-dollars",
    ({ standing }) => standing.refunded.title,
    async (stage, shopper) => {
      const bought = await pays(stage, shopper);
      await stage.world.stripe.intents.refund(bought.payment_intent_id ?? "");
      await patiently.poll(() => shopper.standing(bought)).toBe("refunded");
      return bought;
    },
  ),
  order(
    "bank-asks",
    ({ standing }) => standing.requires_action.title,
    (stage, shopper) => pays(stage, shopper, { card: "4000000000003220" }),
  ),
  order(
    "slow-bank",
    ({ standing }) => standing.slowBank,
    async ({ world }, shopper) => {
      const ordered = await shopper.orders({ currency: "USD" });
      const { session_id } = await shopper.opensPage(ordered);
      await world.stripe.sessions.pay(session_id ?? "", { method: "bank_debit" });
      await shopper.request.get("/payments/stripe/success", { params: { session_id: session_id ?? "" } });
      return ordered;
    },
  ),
  {
    name: "success-in-dollars",
    shows: ({ wayOn }) => wayOn.shop,
    arrange: async (stage) => {
      const as = await stage.newShopper();
      return { path: `/success?order_number=${(await pays(stage, as)).order_number}`, as, currency: "USD" };
    },
  },
  {
    name: "success-in-dollars-in-another-browser",
    shows: ({ wayOn }) => wayOn.elsewhere,
    arrange: async ({ world, newShopper }) => {
      const { session_id } = await opensPage(await newShopper());
      await world.stripe.sessions.pay(session_id);
      return { path: `/payments/stripe/success?session_id=${session_id}`, currency: "USD" };
    },
  },
  fail("card-expired", "expired_card", ({ failures }) => failures.card_expired.title),
  fail("card-unconfirmed", "authentication_required", ({ failures }) => failures.card_unconfirmed.title),
];

/** The choice made before the page was reloaded is still selected. */
const chooseAgain = (page: Page, { sheet }: Words) =>
  patiently(page.getByRole("radio", { name: sheet.ways.card.name })).toBeChecked();

async function opensPage(shopper: Shopper) {
  const order = await shopper.orders({ currency: "USD" });
  const { session_id, payment } = await shopper.opensPage(order);
  return { order, session_id: session_id ?? "", orderId: payment.gateway_order_id };
}

/** From the shelf to Stripe's answer, by card. */
async function pays({ world }: Stage, shopper: Shopper, how?: StripeChoice) {
  const order = await shopper.opensIntent();
  await world.stripe.intents.pay(order.payment_intent_id ?? "", how);
  await shopper.request.get("/payments/stripe/success", {
    params: { payment_intent: order.payment_intent_id ?? "" },
  });
  return order;
}
