import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext, Page } from "playwright/test";
import { parseEnv } from "@/lib/settings/env";
import { sampleBusiness } from "@/lib/shop/business";
import { demo } from "../scripts/kit/test-databases";
import { expect, test } from "./fixtures";
import { currentBuild } from "./kit/build";
import { buyerOn } from "./kit/buyer";
import { pricesIn } from "./kit/currency";
import { cards, stripeBuyerOn } from "./kit/stripe-buyer";
import type { World } from "./world";

/** None of her details occur in the shop's own texts. */
const buyer = {
  name: "한비밀",
  phone: "010-9071-2233",
  email: "hanbimil@private.test",
  postcode: "63309",
  address: "제주 제주시 첨단로 242",
};
const typed = [buyer.name, buyer.phone, buyer.phone.replaceAll("-", ""), buyer.email, buyer.address];

const sessionSecret = "only-this-shop-knows-this-session-secret";
const { toss, stripe } = parseEnv({ ...demo });
/** Secrets that open a gateway, sign its webhooks, or open a browser's orders or the database. */
const secretsOf = (world: World) => [
  sessionSecret,
  ...Object.values(toss.pairs).map((pair) => pair.secretKey),
  ...(stripe.keys ? [stripe.keys.secretKey, ...stripe.keys.webhookSecrets] : []),
  world.databaseUrl,
  world.databaseUrl.replace(/^\w+:(\/\/)?/, ""),
];
const secretKeys = /\b(test|live)_g?sk_\w+|\b[rs]k_(test|live)_\w+|\bwhsec_\w+/;
/** Anyone who has it may pay, and read, one payment. */
const clientSecrets = /\bpi_\w+_secret_\w+/;

/** Public addresses: the shop's own, or nobody's. */
const publicAddresses = new Set([sampleBusiness.email, "name@example.com"]);
const addressesIn = (text: string) =>
  (text.match(/[\w.+-]+@[\w-]+\.[a-z]{2,}/gi) ?? []).filter((address) => !publicAddresses.has(address));

/** Where the shopper's own browser gets back what the shopper typed: their order, and what the gateway is given. */
const own = /^\/orders\/ORD-|^\/success\b|^\/payments\/toss\/ready$/;
const tellsClientSecret = /^\/payments\/stripe\/intent$/;

/** Everything the shop sends to this page, by path. */
function listensTo(page: Page, shop: string) {
  const heard: { path: string; text: Promise<string> }[] = [];
  page.on("response", (response) => {
    const { origin, pathname } = new URL(response.url());
    if (origin !== shop || response.status() === 303) return;
    const head = JSON.stringify(response.headers());
    heard.push({
      path: pathname,
      text: response.text().then(
        (body) => head + body,
        () => head,
      ),
    });
  });
  return async () => Promise.all(heard.map(async ({ path, text }) => ({ path, text: await text })));
}

test("a purchase leaks no secret or personal data to pages, scripts, responses or the log", async ({
  openWorld,
  newShopper,
  browser,
}) => {
  const world = await openWorld({ env: { SESSION_SECRET: sessionSecret, LOG_LEVEL: "trace" } });
  const [app] = world.apps;
  const page = await browser.newPage({ locale: "ko-KR", baseURL: app.url });
  const heard = listensTo(page, app.url);
  const hands = buyerOn(page, false);

  await hands.putsAShirtIntoTheCart();
  await hands.goesToTheWindowAgain(buyer);
  await hands.approves("insufficient_balance");
  await expect(page).toHaveURL(/\/fail/);
  // Makes sure the log has an error to report.
  await world.emulator.faults.add({ operation: "confirm", kind: "error_after", times: 1 });
  await hands.goesToTheWindowAgain();
  await hands.approves();
  await hands.seesTheReceipt();
  const number = await hands.orderNumber();
  await page.goto(`/orders/${number}`);
  await page.context().addCookies([pricesIn("USD", app.url)]);
  const inDollars = stripeBuyerOn(page);
  for (const way of ["page", "card"] as const) {
    await inDollars.putsAShirtIntoTheCart();
    await page.goto("/checkout");
    await inDollars.fillsIn(buyer);
    await inDollars.chooses(way);
    if (way === "page") await inDollars.goesToStripe();
    await inDollars.pays(way, cards.short);
    await inDollars.isRefused(way, /잔액이/);
    await world.stripe.faults.add({ operation: "look", kind: "error_after", times: 1 });
    await inDollars.pays(way);
    await inDollars.seesTheReceipt();
  }
  const reads = async (visitor: APIRequestContext, paths: string[], who = "") =>
    Promise.all(
      paths.map(async (path) => {
        const response = await visitor.get(path);
        return { path: who + path, text: JSON.stringify(response.headers()) + (await response.text()) };
      }),
    );
  const hers = ["/", "/cart", "/orders/find", "/terms", "/openapi.json", "/readyz", "/nothing-here"];
  const about = [
    `/orders/${number}`,
    `/success?order_number=${number}`,
    `/fail?order_number=${number}&code=x`,
  ];
  const stranger = (await newShopper(world)).request;
  const answers = [
    ...(await heard()),
    ...(await reads(page.request, hers)),
    ...(await reads(stranger, [...about, `/payments/status?order_number=${number}`], "to a stranger: ")),
  ];
  expect(answers.length).toBeGreaterThan(30);
  for (const { path, text } of answers) {
    for (const secret of secretsOf(world))
      expect(text.includes(secret), `${path} tells ${secret}`).toBe(false);
    expect(secretKeys.exec(text)?.[0], path).toBeUndefined();
    if (!tellsClientSecret.test(path)) expect(clientSecrets.exec(text)?.[0], path).toBeUndefined();
    if (own.test(path)) continue;
    expect(addressesIn(text), path).toEqual([]);
    for (const word of typed) expect(text.includes(word), `${path} tells ${word}`).toBe(false);
  }

  const log = app.log();
  expect(log).toContain('"level":');
  for (const told of [...secretsOf(world), ...typed])
    expect(log.includes(told), `the log tells ${told}`).toBe(false);
  expect(addressesIn(log)).toEqual([]);
  expect(secretKeys.exec(log)?.[0] ?? clientSecrets.exec(log)?.[0]).toBeUndefined();
  await page.close();
});

test("no script of the build contains a key, the name of a secret or personal data @page", () => {
  const folder = `${currentBuild()}/.next/static`;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(js|css|map|json)$/.test(name),
  );
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((name) => name.endsWith(".map"))).toEqual([]);
  for (const name of files) {
    const text = readFileSync(join(folder, name), "utf8");
    expect(secretKeys.exec(text)?.[0], name).toBeUndefined();
    expect(
      /SESSION_SECRET|DATABASE_URL|SECRET_KEY|WEBHOOK_SECRET|SMTP_URL/.exec(text)?.[0],
      name,
    ).toBeUndefined();
    expect(addressesIn(text), name).toEqual([]);
  }
});
