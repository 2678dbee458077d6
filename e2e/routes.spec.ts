import { readdirSync, readFileSync } from "node:fs";
import { operations } from "@/lib/contracts";
import { expect, test } from "./fixtures";
import { written } from "./kit/books";
import { landingOf } from "./kit/shopper";
import { expectNothingTaken } from "./kit/truth";

// Routes outside the JSON API: browser redirects, webhooks and health checks.
const others = [
  "/payments/toss/success",
  "/payments/toss/fail",
  "/payments/stripe/success",
  "/webhooks/toss",
  "/webhooks/stripe",
  "/locale",
  "/currency",
  "/logo",
  "/shop-icon",
  "/link-preview",
  "/csp-reports",
  "/orders/find/look-up",
  "/orders/open",
  "/healthz",
  "/readyz",
  "/openapi.json",
  "/proxy-check",
  "/metrics",
];

/** The catch-alls for unknown paths below the API's prefixes. */
const nowhere = ["/payments/[...nothing]", "/webhooks/[...nothing]"];

/** Only in a demo; its paths are tested in demo-on-a-server.spec.ts. Any other shop answers 404. */
const emulators = "/emulators/[...path]";

test("every route is described by a contract or listed here", () => {
  const routes = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)route\.tsx?$/.test(file))
    .filter((file) => /export (const|async function|function) /.test(readFileSync(`app/${file}`, "utf8")))
    .map((file) => `/${file.replace(/\/route\.tsx?$/, "").replace(/\([^)]*\)\/?/g, "")}`);

  // The desk's routes are tested in desk-access.spec.ts.
  const ofShop = routes.filter((route) => !route.startsWith("/admin/"));
  expect(ofShop.toSorted()).toEqual(
    [...others, ...nowhere, emulators, ...new Set(operations.map(({ path }) => path))].toSorted(),
  );
});

test("a program that requests an unknown address gets a problem document", async ({ request }) => {
  for (const path of [
    "/payments/x",
    "/payments/toss/confirm/x",
    "/webhooks/x",
    "/admin/api/x",
    "/payments/%ff",
    "/emulators/toss/v2/standard",
    "/emulators/stripe/v1/payment_methods",
  ])
    for (const method of ["GET", "POST"] as const) {
      const answer = await request.fetch(path, { method });
      expect([path, answer.status(), answer.headers()["content-type"]]).toEqual([
        path,
        404,
        "application/problem+json",
      ]);
      expect(await answer.json()).toMatchObject({ code: "not_found" });
    }
});

const hostileQueries = [
  "",
  "paymentKey=x",
  "orderId=x",
  "paymentKey=&orderId=&amount=",
  "paymentKey=a&paymentKey=b&orderId=ORD-1-1-1&amount=1",
  "paymentKey=%00&orderId=%00&amount=%00",
  "paymentKey=%ff%fe&orderId=%zz&amount=1",
  "paymentKey=x&orderId=ORD-20261121-ZZZZZZ-1&amount=29000",
  "paymentKey=x&orderId=ORD-20261121-ZZZZZZ-1&amount=-1",
  "paymentKey=x&orderId=ORD-20261121-ZZZZZZ-1&amount=1e9",
  "paymentKey=x&orderId=ORD-20261121-ZZZZZZ-1&amount=99999999999999999999",
  `paymentKey=${"x".repeat(4_000)}&orderId=${"y".repeat(4_000)}&amount=1`,
  "paymentKey=x&orderId='%20OR%201=1--&amount=1",
  "orderId=https://evil.example&code=https://evil.example&message=%3Cscript%3E",
  "order_number=https://evil.example&code=%00",
  "order_number[]=x&code[]=x&code=x",
  "session_id=",
  "session_id=cs_test_nobody",
  "session_id=cs_test_%00&payment_intent=pi_%ff",
  "session_id=cs_a&session_id=cs_b",
  "session_id[]=cs_a",
  `session_id=cs_${"x".repeat(4_000)}`,
  "session_id={CHECKOUT_SESSION_ID}",
  "session_id='%20OR%201=1--",
  "payment_intent=pi_nobody&payment_intent_client_secret=pi_nobody_secret_x&redirect_status=succeeded",
  "payment_intent=https://evil.example",
];

for (const route of ["/payments/toss/success", "/payments/toss/fail", "/payments/stripe/success"])
  test(`${route} redirects anything it cannot read to the shop's own page`, { tag: "@rows" }, async ({
    shopper,
    world,
  }) => {
    for (const query of hostileQueries) {
      const response = await shopper.request.get(`${route}?${query}`, { maxRedirects: 0 });
      expect(landingOf(response), query).toEqual({ page: "/fail", code: "order_not_found" });
      expect(response.headers().location).toMatch(new RegExp(`^${world.apps[0].url}/fail`));
    }
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect((await shopper.request.fetch(route, { method })).status()).toBe(405);
  });

test("text in the return address is never shown: the code alone selects the message", async ({
  shopper,
  page,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const message = "전화 주세요 010-0000-0000";
  const query = { orderId: approved.orderId, code: `<b>${message}</b>`, message };

  const response = await shopper.request.get("/payments/toss/fail", { params: query, maxRedirects: 0 });

  expect(landingOf(response)).toEqual({ page: "/fail", code: "UNKNOWN", order_number: order.order_number });
  await page.goto(`/fail?${new URLSearchParams(query)}`);
  await expect(page.getByRole("heading", { name: "결제하지 못했어요" })).toBeVisible();
  await expect(page.getByText(message)).toHaveCount(0);
  await expectNothingTaken(world, order);
});

test("a stranger may call the fail address as often as they like: an honest payment still counts", async ({
  shopper,
  newShopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const stranger = await newShopper();
  const params = { orderId: approved.orderId, code: "PAY_PROCESS_CANCELED" };
  for (let n = 0; n < 30; n++) await stranger.request.get("/payments/toss/fail", { params, maxRedirects: 0 });

  const told = `SELECT e.id FROM payment_events e JOIN orders o ON o.id = e.order_id
    WHERE o.number = '${order.order_number}' AND e.kind = 'returned_by_fail_url'`;
  expect((await world.sql(told)).length).toBeLessThanOrEqual(20);
  expect((await shopper.comesBack(approved)).page).toBe("/success");
});

/** Strangers' webhooks concern no payment. One that does may belong to another test and wait for its gateway. */
const unfinished = `SELECT count(*) AS waiting FROM webhook_inbox WHERE state <> 'done' AND payment_id IS NULL`;

// Two tests count all rows, so they have a shop of their own: webhooks of other tests may arrive late.

test("a webhook that Stripe did not sign is refused and not stored", async ({ openWorld }) => {
  const world = await openWorld();
  const route = `${world.apps[0].url}/webhooks/stripe`;
  const kept = () => world.sql("SELECT count(*) AS kept FROM webhook_inbox");
  const before = [await written(world), await kept()];
  const event = '{"id":"evt_1","type":"checkout.session.completed","data":{"object":{}}}';
  const signatures = [
    undefined,
    "",
    "x",
    "t=1,v1=00",
    "t=,v1=",
    `t=99999999999,v1=${"0".repeat(64)}`,
    "v1=".repeat(999),
  ];
  for (const body of [
    "",
    "null",
    "not json",
    "\0",
    event,
    `{"data":${"[".repeat(30_000)}${"]".repeat(30_000)}}`,
  ])
    for (const signature of signatures) {
      const headers = { ...(signature !== undefined && { "stripe-signature": signature }) };
      const response = await fetch(route, { method: "POST", body, headers });
      expect(response.headers.get("content-type"), `${signature}`).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({ status: 400, code: "invalid_signature" });
    }
  const tooLarge = { method: "POST", body: `{"x":"${"y".repeat(64 * 1024)}"}` };
  expect((await fetch(route, tooLarge)).status).toBe(413);
  expect([await written(world), await kept()]).toEqual(before);
});

test("a signed Stripe webhook that makes no sense is accepted and stored, and changes nothing", {
  tag: "@rows",
}, async ({ openWorld }) => {
  const world = await openWorld();
  const before = await written(world);
  const asked = (await world.stripe.requests()).length;
  const about = (object: unknown, more: object = {}) => ({
    id: `evt_${crypto.randomUUID()}`,
    object: "event",
    type: "checkout.session.completed",
    livemode: false,
    data: { object },
    ...more,
  });
  for (const body of [
    [],
    {},
    { id: 7 },
    about(null),
    about({ id: { $ne: null }, client_reference_id: ["x"] }),
    about({ id: "cs_test_nobody", object: "checkout.session", client_reference_id: "\u0000" }),
    about({ id: "cs_test_nobody", object: "checkout.session", client_reference_id: "ORD-20200101-ZZZZZZ-1" }),
    about({ id: "cus_1", object: "customer" }, { type: "customer.created" }),
    about({ id: "cs_test_nobody", object: "checkout.session" }, { livemode: true }),
  ])
    expect((await world.stripe.webhooks.send({ body })).map(({ status }) => status)).toEqual([200]);

  await expect.poll(() => world.sql(unfinished)).toEqual([{ waiting: 0 }]);
  expect(await written(world)).toEqual(before);
  expect((await world.stripe.requests()).length).toBe(asked);
});

test("a malformed webhook is accepted and stored, and changes nothing", { tag: "@rows" }, async ({
  world,
}) => {
  const before = await written(world);
  // A look at a payment that the gateway does not know has no order either; nor has the daily look at its list.
  const strangers = async () =>
    (await world.emulator.requests()).filter(
      ({ orderId, operation }) => orderId === null && operation !== "transactions",
    );
  const asked = await strangers();
  const bodies: [string, Record<string, string>][] = [
    ["", {}],
    ["not json", {}],
    ["null", {}],
    ["[]", {}],
    ["\0\0\0", {}],
    ['{"eventType":7,"data":[]}', {}],
    ['{"data":{"orderId":{"$ne":null},"paymentKey":["x"]}}', {}],
    ['{"data":{"orderId":"\\u0000","paymentKey":"\\ud800"}}', {}],
    [`{"data":${"[".repeat(30_000)}${"]".repeat(30_000)}}`, {}],
    ["{}", { "tosspayments-webhook-transmission-id": "x".repeat(5_000) }],
    ["{}", { "tosspayments-webhook-transmission-id": "\u00ff\u00fe" }],
    ["{}", { "content-type": "text/html" }],
  ];

  for (const [body, headers] of bodies) {
    const response = await fetch(`${world.apps[0].url}/webhooks/toss`, { method: "POST", body, headers });
    expect(response.status, body.slice(0, 60)).toBe(200);
  }
  const tooLarge = { method: "POST", body: `{"x":"${"y".repeat(64 * 1024)}"}` };
  expect((await fetch(`${world.apps[0].url}/webhooks/toss`, tooLarge)).status).toBe(413);

  await expect.poll(() => world.sql(unfinished)).toEqual([{ waiting: 0 }]);
  expect(await written(world)).toEqual(before);
  expect(await strangers()).toEqual(asked);
});

test("the language switch leads back to the page it was pressed on, and nowhere else", async ({
  shopper,
}) => {
  const press = async (referer: string) => {
    const options = { headers: { referer }, maxRedirects: 0 };
    const response = await shopper.request.post("/locale?to=en", options);
    expect(response.status()).toBe(303);
    return response.headers().location;
  };

  expect(await press("http://localhost:3000/products/cool-t-shirt?from=mail")).toMatch(
    /\/products\/cool-t-shirt\?from=mail$/,
  );
  for (const referer of [
    "https://evil.example//evil.example/x",
    "https://evil.example/\\\\evil.example",
    "nonsense",
  ])
    expect(new URL((await press(referer)) ?? "", "http://shop.test").host).toMatch(
      /^(shop\.test|localhost:\d+)$/,
    );
});

test("the shop reports that it is alive and ready, and whether its keys are live", async ({ shopper }) => {
  expect(await (await shopper.request.get("/healthz")).json()).toEqual({ alive: true });
  expect(await (await shopper.request.get("/readyz")).json()).toMatchObject({
    ready: true,
    live: false,
    demo: true,
  });
  for (const route of ["/healthz", "/readyz", "/webhooks/toss", "/webhooks/stripe"])
    expect((await shopper.request.fetch(route, { method: "DELETE" })).status()).toBe(405);
});
