import { expect, test } from "./fixtures";
import { mina } from "./kit/buyer";
import { pricesIn } from "./kit/currency";
import { answer, refusalOf } from "./kit/shopper";
import { cards, stripeBuyerOn } from "./kit/stripe-buyer";
import { expectChargedOnceByStripe } from "./kit/stripe-truth";

// Someone who tries one stolen card after another is blocked, through Stripe as well. These worlds use a shop's default
// limits.

const usual = { env: { RATE_LIMIT_FACTOR: "1" } };
const mustRest = { status: 429, code: "too_many_declines" };
const hour = 60 * 60_000;

test("after five declined cards the order and the browser's other orders must wait", async ({
  openWorld,
  newShopper,
}) => {
  const world = await openWorld(usual);
  const tester = await newShopper(world);
  const [order, other] = [await tester.opensIntent(), await tester.orders({ currency: "USD" })];
  for (let n = 0; n < 5; n++)
    expect(await refusalOf(await tester.charges(order, "pm_card_chargeDeclined"))).toMatchObject({
      status: 402,
    });

  expect(await refusalOf(await tester.charges(order))).toEqual(mustRest);
  expect(await refusalOf(await tester.asksForPage(other))).toEqual(mustRest);
  const somebody = await newShopper(world);
  const theirs = await somebody.opensIntent();
  await answer(await somebody.charges(theirs), 200);
  await expectChargedOnceByStripe(world, theirs);
  await world.letPass(hour + 60_000);
  const later = await tester.opensIntent();
  await answer(await tester.charges(later), 200);
  await expectChargedOnceByStripe(world, later);
});

test("a card form with five declined cards says that it is time to wait, and keeps what was typed", {
  tag: "@page",
}, async ({ openWorld, browser }) => {
  const world = await openWorld(usual);
  const page = await browser.newPage({ locale: "ko-KR", baseURL: world.apps[0].url });
  await page.context().addCookies([pricesIn("USD", world.apps[0].url)]);
  const buyer = stripeBuyerOn(page);
  await buyer.comesToTheCard("card");
  const refused = "SELECT count(*) AS n FROM payment_events WHERE kind = 'payment_refused'";
  for (let tries = 1; tries <= 5; tries++) {
    await buyer.pays("card", tries % 2 ? cards.declined : cards.short);
    await buyer.isRefused("card", tries % 2 ? /거절/ : /잔액이/);
    // The shop learns of it from Stripe.
    await expect.poll(async () => Number((await world.sql(refused))[0]?.n)).toBe(tries);
  }
  await buyer.pays("card");

  await expect(
    buyer.refusal.filter({ hasText: "결제가 여러 번 거절되어 잠시 결제할 수 없어요." }),
  ).toBeVisible();
  await expect(buyer.field("email")).toHaveValue(mina.email);
  await page.close();
});
