import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures";
import { written } from "./kit/books";
import { answer, refusalOf, type Shopper } from "./kit/shopper";
import { expectChargedOnce, expectNothingTaken } from "./kit/truth";
import { attemptOf, orderOf, tShirt } from "./kit/wishes";
import type { World } from "./world";

/** Sends a request that must be refused, and checks that nothing was written for it. */
async function refused(world: World, attempt: () => ReturnType<Shopper["post"]>) {
  const before = await written(world);
  const response = await attempt();
  expect(await written(world)).toEqual(before);
  return refusalOf(response);
}

test("every operation on an order that does not exist answers 404", async ({ shopper, world }) => {
  const nobodys = { ...(await shopper.orders()), order_number: "ORD-20261121-ZZZZZZ" };
  const confirm = { payment_key: "tgen_20261121nobody", order_number: nobodys.order_number, amount: 29_000 };
  const notThere = { status: 404, code: "order_not_found" };

  expect(await refused(world, () => shopper.asksToPay(nobodys))).toEqual(notThere);
  expect(await refused(world, () => shopper.asksForStatus(nobodys))).toEqual(notThere);
  expect(await refused(world, () => shopper.post("/payments/toss/confirm", confirm))).toEqual(notThere);
  expect(
    await refused(world, () =>
      shopper.confirms({
        paymentKey: confirm.payment_key,
        orderId: `${nobodys.order_number}-1`,
        amount: 29_000,
      }),
    ),
  ).toEqual(notThere);
  expect(await refused(world, () => shopper.asksForOrder({ replaces: nobodys.order_number }))).toEqual(
    notThere,
  );
});

test("somebody else's order looks as if it did not exist", async ({ shopper, newShopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const stranger = await newShopper();
  await stranger.orders();
  const notThere = { status: 404, code: "order_not_found" };

  expect(await refused(world, () => stranger.asksForStatus(order))).toEqual(notThere);
  expect(await refused(world, () => stranger.asksToPay(order))).toEqual(notThere);
  expect(await refused(world, () => stranger.confirms(approved))).toEqual(notThere);
  expect(await refused(world, () => stranger.asksForOrder({ replaces: order.order_number }))).toEqual(
    notThere,
  );
  for (const token of ["", "x", order.access_token.slice(0, -1), "\u00ff".repeat(43), "x".repeat(4_000)]) {
    const headers = { "order-token": token };
    const params = { order_number: order.order_number };
    const asked = await stranger.request.get("/payments/status", { params, headers });
    expect(await refusalOf(asked)).toEqual(notThere);
  }
  // Its page redirects to the look-up, like that of an order that does not exist.
  for (const number of [order.order_number, "ORD-20261121-NOBODY"]) {
    const page = await stranger.request.get(`/orders/${number}`, { maxRedirects: 0 });
    expect(page.headers().location).toContain(`/orders/find`);
  }
  expect(await shopper.standing(order)).toBe("open");
});

test("a browser's cookies open nothing when another site sends the request", async ({ shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const attempt = attemptOf(order, world.apps[0].url);

  for (const origin of [
    "https://evil.example",
    "null",
    "http://localhost:1",
    `${world.apps[0].url}.evil.example`,
  ]) {
    const asks = [
      () => shopper.post("/payments/toss/ready", attempt, { origin }),
      () => shopper.post("/payments/toss/confirm", approved, { origin }),
      () => shopper.post("/orders", orderOf(), { origin }),
    ];
    for (const ask of asks)
      expect(await refused(world, ask)).toEqual({ status: 403, code: "origin_not_allowed" });
  }
  const silent = () => shopper.request.post("/payments/toss/confirm", { data: approved });
  expect(await refused(world, silent)).toEqual({ status: 403, code: "origin_not_allowed" });
  await expectNothingTaken(world, order);
});

test("hostile cookies and headers change nothing", async ({ newShopper, world }) => {
  const url = world.apps[0].url;
  const shopper = await newShopper();
  const order = await shopper.orders();
  const hostile = {
    cookie: `twotrack_orders=%00~~.~.a~b~c; twotrack_returned=${"~".repeat(500)}; =; ;; twotrack_orders`,
    "x-request-id": "a b\u00ff<script>",
    "x-forwarded-host": "evil.example",
    "x-http-method-override": "DELETE",
    accept: "text/html;q=\u00ff",
    "accept-language": "../../etc/passwd,*;q=9",
  };

  const asked = await fetch(`${url}/payments/status?order_number=${order.order_number}`, {
    headers: hostile,
  });
  expect(asked.status).toBe(404);
  expect(asked.headers.get("x-request-id")).toMatch(/^req_\w+$/);
  const nul = [
    "/orders/%00",
    "/products/%00",
    "/success?order_number=%00",
    "/fail?order_number=%00&code=%00",
  ];
  for (const path of ["/", `/orders/${order.order_number}`, "/success", "/fail?code=x&code=y", ...nul])
    expect((await fetch(url + path, { headers: hostile })).status, path).toBeLessThan(500);
  const owner = { "x-request-id": "trace-0123456789", "order-token": order.access_token };
  const traced = await fetch(`${url}/payments/status?order_number=${order.order_number}`, { headers: owner });
  expect(traced.status).toBe(200);
  expect(traced.headers.get("x-request-id")).toBe(owner["x-request-id"]);
});

test("a product that the shop does not sell is refused by name", async ({ shopper, world }) => {
  const make = (changes: object) =>
    refused(world, () => shopper.post("/orders", { ...orderOf(), ...changes }));
  const misfit = { status: 400, code: "invalid_request" };

  expect(await make({ items: [{ sku: "TEE-GONE", quantity: 1 }] })).toEqual({
    status: 422,
    code: "product_not_found",
  });
  expect(await make({ items: [tShirt, tShirt] })).toEqual(misfit);
  expect(await make({ items: [{ ...tShirt, quantity: 100 }] })).toEqual(misfit);
  expect(await make({ items: [{ ...tShirt, unit_price: 1 }] })).toEqual(misfit);
  expect(await make({ amount: 1 })).toEqual(misfit);
  expect(await make({ currency: "EUR" })).toEqual(misfit);
});

test("Toss refuses an order in dollars, and a phone bill refuses a million won", async ({
  shopper,
  world,
}) => {
  const dollars = await shopper.orders({ currency: "USD" });
  const won = await shopper.orders();

  expect(await refused(world, () => shopper.asksToPay(dollars))).toEqual({
    status: 422,
    code: "currency_not_supported",
  });
  const forty = await shopper.orders({ items: [{ ...tShirt, quantity: 40 }] });
  expect(await refused(world, () => shopper.asksToPay(forty, { method: "MOBILE" }))).toEqual({
    status: 422,
    code: "amount_out_of_range",
  });
  expect(await refused(world, () => shopper.asksToPay(won, { amount: 28_999 }))).toEqual({
    status: 409,
    code: "amount_mismatch",
  });
});

test("a shopper is never redirected to another site", async ({ shopper, world }) => {
  const order = await shopper.orders();
  const { host } = new URL(world.apps[0].url);
  const elsewhere = [
    "https://evil.example/success",
    "http://localhost.evil.example/",
    "http://localhost:1/success",
    `https://${host}/success`,
    "http://127.0.0.1.nip.io/success",
  ];
  for (const url of elsewhere)
    for (const field of ["success_url", "fail_url"])
      expect(await refused(world, () => shopper.asksToPay(order, { [field]: url })), url).toEqual({
        status: 422,
        code: "redirect_not_allowed",
      });
  for (const url of [
    `http://${host}@evil.example/`,
    `http://mina:secret@${host}/success`,
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "/success",
    "ftp://localhost/",
  ])
    expect(await refused(world, () => shopper.asksToPay(order, { success_url: url })), url).toEqual({
      status: 400,
      code: "invalid_request",
    });
});

test("a paid, canceled or expired order cannot be paid again", { tag: "@rows" }, async ({
  shopper,
  world,
}) => {
  const { order: paid, approved } = await shopper.goesThroughTheWindow();
  await answer(await shopper.confirms(approved), 200);
  const canceled = await shopper.orders();
  await shopper.orders({ replaces: canceled.order_number });
  const expired = await shopper.orders();
  await world.letPass(31 * 60_000);
  await expect.poll(() => shopper.standing(expired)).toBe("expired");

  for (const [order, code] of [
    [paid, "order_already_paid"],
    [canceled, "order_canceled"],
    [expired, "order_expired"],
  ] as const)
    expect(await refused(world, () => shopper.asksToPay(order))).toEqual({ status: 409, code });
  expect(await refused(world, () => shopper.asksForOrder({ replaces: paid.order_number }))).toEqual({
    status: 409,
    code: "order_already_paid",
  });
  await expectChargedOnce(world, paid);
});

test("sold-out products are refused when they are to be paid, and stock never goes below zero", {
  tag: "@rows",
}, async ({ openWorld, newShopper }) => {
  const world = await openWorld();
  const [first, second] = [await newShopper(world), await newShopper(world)];
  const all = await first.orders({ items: [{ sku: "BAG-ROUND", quantity: 40 }] });
  const more = await second.orders({ items: [tShirt, { sku: "BAG-ROUND", quantity: 1 }] });
  await first.getsReady(all);
  const shirts = await world.sql("SELECT sku, stock FROM products WHERE sku = 'TEE-COOL'");

  expect(await refused(world, () => second.asksToPay(more))).toEqual({ status: 409, code: "out_of_stock" });

  expect(
    await world.sql("SELECT sku, stock FROM products WHERE sku IN ('BAG-ROUND', 'TEE-COOL') ORDER BY sku"),
  ).toEqual([{ sku: "BAG-ROUND", stock: 0 }, ...shirts]);
});

test("an Idempotency-Key of ready is bound to one request body", { tag: "@rows" }, async ({
  shopper,
  world,
}) => {
  const order = await shopper.orders();
  const attempt = attemptOf(order, world.apps[0].url);
  const key = { "idempotency-key": randomUUID() };
  const made = await answer<{ payment: { id: string } }>(
    await shopper.post("/payments/toss/ready", attempt, key),
    201,
  );

  const again = await shopper.post("/payments/toss/ready", attempt, key);
  expect(again.headers()["idempotent-replayed"]).toBe("true");
  expect(await answer(again, 201)).toMatchObject({ payment: { id: made.payment.id } });
  const other = { ...attempt, fail_url: `${world.apps[0].url}/cart` };
  expect(await refused(world, () => shopper.post("/payments/toss/ready", other, key))).toEqual({
    status: 422,
    code: "idempotency_key_reused",
  });
});
