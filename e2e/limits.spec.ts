import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures";
import { buyerOn, mina } from "./kit/buyer";
import { answer, landingOf, type Order, refusalOf, type Shopper } from "./kit/shopper";
import { expectChargedOnce } from "./kit/truth";
import { orderOf } from "./kit/wishes";
import type { App, WorldOptions } from "./world";

// Other worlds let a crowd call from one address; these use a shop's default limits, or ten times stricter ones if an
// address is to be refused soon.
const usual: WorldOptions = { env: { RATE_LIMIT_FACTOR: "1" } };
const strict = (env: Record<string, string> = {}): WorldOptions => ({
  env: { RATE_LIMIT_FACTOR: "0.1", ...env },
});

const ordersPerMinute = 6;
const tooMany = { status: 429, code: "too_many_requests" };

/** A program that creates orders, keeps no cookies and sends whatever headers it likes. */
const makesOrder = (app: App, headers: Record<string, string> = {}) =>
  fetch(`${app.url}/orders`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(orderOf()),
  });

async function statuses(count: number, ask: (n: number) => Promise<Response>) {
  const seen: Record<number, number> = {};
  for (let n = 0; n < count; n++) {
    const { status } = await ask(n);
    seen[status] = (seen[status] ?? 0) + 1;
  }
  return seen;
}

/** The number of seconds after which a refusal says to retry. */
const waitOf = (headers: Headers | Record<string, string>) =>
  Number(headers instanceof Headers ? headers.get("retry-after") : headers["retry-after"]);

test("a browser that makes orders without end waits a minute, whatever address it claims", async ({
  openWorld,
}) => {
  const world = await openWorld(strict());
  const [app] = world.apps;
  const lie = (n: number) => {
    const address = `198.51.100.${n}`;
    return { "x-forwarded-for": address, "x-real-ip": address, "x-twotrack-caller": address };
  };
  expect(await statuses(ordersPerMinute + 3, (n) => makesOrder(app, lie(n)))).toEqual({
    201: ordersPerMinute,
    429: 3,
  });

  const refused = await makesOrder(app);
  expect(await refused.json()).toMatchObject({
    ...tooMany,
    retryable: true,
    type: "urn:twotrack:problem:too_many_requests",
  });
  const wait = waitOf(refused.headers);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  await world.letPass(wait * 1_000);
  expect((await makesOrder(app)).status).toBe(201);
});

test("behind the shop's proxy each shopper is counted alone, and nobody spends another's budget", async ({
  openWorld,
}) => {
  const { apps } = await openWorld(strict({ TRUSTED_PROXIES: "1" }));
  const [mina, mallory] = ["203.0.113.7", "198.51.100.1"];
  // Mallory's own value comes first; the proxy appends the real address.
  const lie = () => makesOrder(apps[0], { "x-forwarded-for": `${mina}, ${mallory}` });
  expect(await statuses(ordersPerMinute + 1, lie)).toEqual({ 201: ordersPerMinute, 429: 1 });
  expect((await makesOrder(apps[0], { "x-forwarded-for": mina })).status).toBe(201);
  // Other IPv6 addresses of a household count as the same household.
  const household = (n: number) =>
    makesOrder(apps[0], { "x-forwarded-for": `2001:db8:1:2::${n.toString(16)}` });
  expect(await statuses(ordersPerMinute + 1, household)).toEqual({ 201: ordersPerMinute, 429: 1 });
});

test("two instances share their counts", { tag: "@rows" }, async ({ openWorld }) => {
  const { apps } = await openWorld({ ...strict(), instances: 2 });
  const inTurn = (n: number) => makesOrder(apps[n % 2] ?? apps[0]);
  expect(await statuses(ordersPerMinute + 6, inTurn)).toEqual({ 201: ordersPerMinute, 429: 6 });
});

test("a shopper whose address has no budget left can still pay what was authenticated", async ({
  openWorld,
  newShopper,
}) => {
  const world = await openWorld(strict());
  const shopper = await newShopper(world);
  const byReturn = await shopper.goesThroughTheWindow();
  const byApi = await shopper.goesThroughTheWindow();
  await statuses(ordersPerMinute, () => makesOrder(world.apps[0]));
  expect(await refusalOf(await shopper.asksForOrder())).toEqual(tooMany);

  expect(await shopper.comesBack(byReturn.approved)).toMatchObject({ page: "/success" });
  expect(await answer(await shopper.confirms(byApi.approved), 200)).toMatchObject({ status: "paid" });
  for (const { order } of [byReturn, byApi]) await expectChargedOnce(world, order);
});

test("a stranger who guesses payment keys must wait, and the shopper who owns the payment does not", async ({
  openWorld,
  newShopper,
}) => {
  const world = await openWorld(strict({ TRUSTED_PROXIES: "1" }));
  const mina = await newShopper(world);
  const { order, approved } = await mina.goesThroughTheWindow();
  const guesses = (n: number) => ({ ...approved, paymentKey: `made_up_by_mallory_${n}` });
  const mallorys = { headers: { "x-forwarded-for": "198.51.100.1" } };
  for (let n = 0; n < 10; n++)
    expect(landingOf(await mina.returns(guesses(n), mallorys))).toMatchObject({
      code: "payment_not_authenticated",
    });

  expect(landingOf(await mina.returns(guesses(10), mallorys))).toEqual({
    page: "/fail",
    code: "too_many_requests",
  });
  const asked = await world.emulator.requests({ orderId: approved.orderId, operation: "confirm" });
  expect(asked).toHaveLength(10);
  expect(await mina.comesBack(approved)).toMatchObject({ page: "/success" });
  await expectChargedOnce(world, order);
});

test("a browser has at most three unpaid orders, and is told which one to pay first", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld(usual);
  const shopper = await newShopper(world);
  const cart = randomUUID();
  const [first, _second, third] = [
    await shopper.orders(),
    await shopper.orders(),
    await shopper.orders({ cart }),
  ];

  const fourth = await shopper.asksForOrder();
  expect(await refusalOf(fourth)).toEqual({ status: 409, code: "too_many_open_orders" });
  expect(await fourth.json()).toMatchObject({ see: `/orders/${first.order_number}` });

  // The same cart again is the same order, and a changed cart replaces its earlier order.
  expect(await shopper.orders({ cart })).toMatchObject({ order_number: third.order_number });
  await shopper.orders({ replaces: third.order_number });
  expect((await shopper.asksForOrder()).status()).toBe(409);
  // Another browser has orders of its own.
  await (await newShopper(world)).orders();

  await pays(shopper, first);
  await shopper.orders();
  expect((await shopper.asksForOrder()).status()).toBe(409);
  await world.letPass(31 * 60_000);
  await shopper.orders();
});

async function pays(shopper: Shopper, order: Order) {
  const approved = await shopper.approves(await shopper.getsReady(order));
  expect(await shopper.comesBack(approved)).toMatchObject({ page: "/success" });
}

test("a buyer with three unpaid orders is told so beside the button, and is led to the oldest @page", async ({
  page,
  shopper,
}) => {
  const oldest = await shopper.orders();
  for (let n = 0; n < 2; n++) await shopper.orders();
  await page.context().addCookies((await shopper.request.storageState()).cookies);
  const buyer = buyerOn(page, false);
  await buyer.putsAShirtIntoTheCart();
  await page.goto("/checkout");
  await buyer.fillsIn();
  await buyer.choosesACard();
  await buyer.payButton.click();

  const alert = page.getByRole("alert").filter({ hasText: "결제하지 않은 주문이 3개 있어요" });
  await expect(alert.getByRole("link", { name: "주문 보기" })).toHaveAttribute(
    "href",
    `/orders/${oldest.order_number}`,
  );
  await expect(buyer.field("email")).toHaveValue(mina.email);
});

test("after five declines the order and the browser's other orders must wait, and nobody else", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld(usual);
  const tester = await newShopper(world);
  const order = await tester.orders();
  const other = await tester.orders();
  for (let n = 0; n < 4; n++) await isDeclined(tester, order);
  const begun = await tester.approves(await tester.getsReady(other));
  await isDeclined(tester, order);

  for (const wanted of [order, other]) {
    const refused = await tester.asksToPay(wanted);
    expect(await refusalOf(refused)).toEqual({ status: 429, code: "too_many_declines" });
    expect(waitOf(refused.headers())).toBeGreaterThan(60);
    expect(waitOf(refused.headers())).toBeLessThanOrEqual(3_600);
  }
  // Without cookies, the order itself is still blocked.
  const { order_number, access_token } = order;
  const bare = await fetch(`${world.apps[0].url}/payments/toss/ready`, {
    method: "POST",
    headers: { "content-type": "application/json", "order-token": access_token },
    body: JSON.stringify({
      order_number,
      amount: order.amount,
      order_name: order.order_name,
      method: "CARD",
      success_url: `${world.apps[0].url}/success`,
      fail_url: `${world.apps[0].url}/fail`,
    }),
  });
  expect(bare.status).toBe(429);

  expect(await tester.comesBack(begun)).toMatchObject({ page: "/success" });
  await expectChargedOnce(world, other);
  const somebody = await newShopper(world);
  await pays(somebody, await somebody.orders());
  await world.letPass(61 * 60_000);
  await pays(tester, await tester.orders());
});

test("twenty payments declined by card companies do not close Toss to others behind that address", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld(usual);
  for (let browser = 0; browser < 4; browser++) {
    const tester = await newShopper(world);
    const order = await tester.orders();
    for (let n = 0; n < 5; n++) await isDeclined(tester, order);
  }
  const next = await newShopper(world);
  await pays(next, await next.orders());
});

test("the order sheet says that there were too many requests, and keeps what was typed @page", async ({
  openWorld,
  browser,
}) => {
  // One order a minute: the second press is one too many.
  const world = await openWorld({ env: { RATE_LIMIT_FACTOR: "0.001" } });
  const page = await browser.newPage({ locale: "ko-KR", baseURL: world.apps[0].url });
  const buyer = buyerOn(page, false);
  await buyer.goesToTheWindow();
  await buyer.inWindow("cancel").click();
  await buyer.payButton.click();

  await expect(page.getByRole("alert").filter({ hasText: "요청이 잠시 몰렸어요" })).toBeVisible();
  await expect(buyer.field("email")).toHaveValue(mina.email);
  await expect(buyer.payButton).toBeEnabled();
  await world.letPass(60_000);
  await buyer.payButton.click();
  await buyer.approves();
  await buyer.seesTheReceipt();
  await page.close();
});

async function isDeclined(shopper: Shopper, order: Order) {
  const approved = await shopper.approves(await shopper.getsReady(order), { card: "insufficient_balance" });
  expect(await refusalOf(await shopper.confirms(approved))).toEqual({
    status: 402,
    code: "payment_declined",
  });
  return approved;
}
