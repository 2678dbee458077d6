import type { APIResponse, Page } from "playwright/test";
import { closedPolicy } from "@/lib/http/ingress";
import { expect, test } from "./fixtures";
import { buyerOn } from "./kit/buyer";
import { pricesIn } from "./kit/currency";
import { cards, stripeBuyerOn } from "./kit/stripe-buyer";
import { expectChargedOnce } from "./kit/truth";

// A demo on a server, opened from elsewhere: the server's localhost means nothing to its visitors' browsers.

const host = "shop.localhost";

/** All CSP headers: if there were two, both would apply. */
const policiesOf = (answer: APIResponse) =>
  answer
    .headersArray()
    .flatMap(({ name, value }) => (/^content-security-policy$/i.test(name) ? [value] : []));

/** Blocks requests to the visitor's own machine, and records them. */
async function withoutLocalhost(page: Page) {
  const asked: string[] = [];
  await page.context().route(/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  return asked;
}

test("a visitor from another machine buys through Toss, and then on Stripe’s page and in the card form", {
  tag: "@page",
}, async ({ page, isMobile, openWorld }) => {
  test.slow();
  const world = await openWorld({ host });
  const shop = world.apps[0].url.replace("localhost", host);
  const asked = await withoutLocalhost(page);
  const toTheSheet = async (
    say: Pick<ReturnType<typeof buyerOn>["say"], "tShirt" | "add" | "seeCart" | "checkOut">,
  ) => {
    await page.goto(shop);
    await page.getByRole("link", { name: say.tShirt }).click();
    await page.getByRole("button", { name: say.add }).click();
    await page.getByRole("link", { name: say.seeCart }).click();
    await page.getByRole("link", { name: say.checkOut }).click();
  };

  const buyer = buyerOn(page, isMobile, "ko");
  await toTheSheet(buyer.say);
  await buyer.fillsIn();
  await buyer.choosesACard();
  await buyer.payButton.click();
  await buyer.approves();
  await buyer.seesTheReceipt();
  await expectChargedOnce(world, { order_number: await buyer.orderNumber(), amount: 29_000 });

  await page.context().addCookies([pricesIn("USD", shop)]);
  for (const way of ["page", "card"] as const) {
    const payer = stripeBuyerOn(page, "ko");
    await toTheSheet(payer.say);
    await payer.fillsIn();
    await payer.chooses(way);
    if (way === "page") await payer.goesToStripe();
    // The bank asks as well: on a full page, or in a frame over the sheet.
    await payer.pays(way, cards.asking);
    await payer.answersTheBank(way, "complete");
    await payer.seesTheReceipt();
  }
  expect(asked).toEqual([]);
  // The receipt's pending requests must not fail when the shop ends.
  await page.close();
});

test("a visitor reaches the emulators' payment pages, and neither their panel nor a merchant’s API", async ({
  openWorld,
  request,
}) => {
  const world = await openWorld({ host });
  const { url } = world.apps[0];
  const ask = (path: string, options: Parameters<typeof request.fetch>[1] = {}) =>
    request.fetch(`${url}/emulators/${path}`, { maxRedirects: 0, ...options });

  for (const path of ["toss/v2/standard", "toss/assets/style.css", "stripe/endive/stripe.js"]) {
    const answer = await ask(path);
    expect([path, answer.status(), policiesOf(answer)]).toEqual([path, 200, [closedPolicy]]);
  }
  const framedBy = (origin: string) =>
    ask(`stripe/elements/payment?${new URLSearchParams({ origin, locale: "ko" })}`);
  const own = url.replace("localhost", host);
  const form = await framedBy(own);
  expect(form.status()).toBe(200);
  expect(policiesOf(form)).toEqual([expect.stringContaining(`frame-ancestors ${own}`)]);
  expect((await framedBy("https://evil.example")).status()).toBe(404);

  const secret = { authorization: "Bearer sk_test_emulator000000000000000000", origin: own };
  for (const [method, path] of [
    ["GET", "toss"],
    ["GET", "toss/control"],
    ["GET", "toss/_control/health"],
    ["POST", "toss/_control/payments"],
    ["GET", "toss/v1/payments/none"],
    ["POST", "toss/v1/payments/confirm"],
    ["POST", "toss/v1/payments/none/cancel"],
    ["GET", "toss/v1/payments/x/../../../_control/health"],
    ["GET", "toss/v1/payments/%2e%2e/%2e%2e/_control/health"],
    ["GET", "toss/v1/payments/x%2fcheckout/checkout"],
    ["DELETE", "toss/v2/payments"],
    ["GET", "stripe/control"],
    ["GET", "stripe/_control/health"],
    ["POST", "stripe/_control/reset"],
    ["GET", "stripe/v1/charges"],
    ["POST", "stripe/v1/refunds"],
    ["POST", "stripe/v1/payment_intents"],
    ["POST", "stripe/v1/payment_intents/pi_none"],
    ["POST", "stripe/v1/payment_intents/pi_none/capture"],
    ["OPTIONS", "stripe/v1/payment_methods"],
    ["GET", "other/v2/standard"],
  ] as const) {
    const answer = await ask(path, { method, headers: secret });
    expect([method, path, answer.status(), policiesOf(answer)]).toEqual([method, path, 404, [closedPolicy]]);
  }
  // Routes open to a publishable key refuse a secret one.
  expect((await ask("stripe/v1/payment_intents/pi_none", { headers: secret })).status()).toBe(401);

  const write = (options: Parameters<typeof request.fetch>[1]) =>
    ask("stripe/v1/payment_methods", { method: "POST", ...options });
  expect((await write({ headers: { origin: "https://evil.example" } })).status()).toBe(403);
  expect((await write({ data: "x".repeat(65 * 1024), headers: { origin: own } })).status()).toBe(413);
});

test("a shop on this machine does not serve the emulators under its own address", async ({
  request,
  world,
}) => {
  for (const method of ["GET", "POST", "PUT", "OPTIONS"])
    for (const path of ["toss/v2/standard", "toss/v2/payments", "stripe/v1/payment_methods"]) {
      const answer = await request.fetch(`${world.apps[0].url}/emulators/${path}`, { method });
      expect([method, path, answer.status(), policiesOf(answer)]).toEqual([
        method,
        path,
        404,
        [closedPolicy],
      ]);
    }
});
