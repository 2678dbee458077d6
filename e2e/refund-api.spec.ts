import type { Reply } from "@/components/api";
import { expect, test } from "./fixtures";
import { faultsInBooks } from "./kit/books";
import { answer, type Order, refusalOf, type Shopper } from "./kit/shopper";
import { expectNothingTaken, takenAtGateway } from "./kit/truth";
import type { World } from "./world";

// The shop's back office refunds through the API, with its own key.

type Given = Reply<"POST /payments/toss/cancel">;

const office = async (world: World, shopper: Shopper) => {
  const authorization = `Bearer ${await world.apiKey("refunds:write")}`;
  return (gateway: "toss/cancel" | "stripe/refund", wish: object, headers = {}) => {
    const key = { "idempotency-key": crypto.randomUUID() };
    return shopper.request.post(`/payments/${gateway}`, {
      data: wish,
      headers: { authorization, ...key, ...headers },
    });
  };
};

async function buysByCard(shopper: Shopper): Promise<Order> {
  const { order, approved } = await shopper.goesThroughTheWindow();
  expect((await shopper.confirms(approved)).status()).toBe(200);
  return order;
}

test("a card order is refunded in part and then in full; shopper, gateway and books agree to the won", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const order = await buysByCard(shopper);
  const give = await office(world, shopper);
  const { order_number } = order;

  const part = await answer<Given>(
    await give("toss/cancel", { order_number, amount: 9_000, reason: "한 벌" }),
    200,
  );
  expect(part).toMatchObject({ refund: { state: "done", amount: 9_000 }, payment: { refundable: 20_000 } });
  expect(await shopper.standing(order)).toBe("partially_refunded");

  expect((await give("toss/cancel", { order_number, reason: "나머지" })).ok()).toBe(true);
  await expect.poll(() => shopper.standing(order)).toBe("refunded");
  const [paid] = await takenAtGateway(world, order);
  expect(paid).toMatchObject({ status: "CANCELED", balanceAmount: 0 });
  expect(paid?.cancels?.map(({ cancelAmount }) => cancelAmount)).toEqual([9_000, 20_000]);
  const refused = await give("toss/cancel", { order_number, reason: "더" });
  expect(await refusalOf(refused)).toEqual({ status: 409, code: "refund_exceeds_balance" });
  await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
});

test("an order in dollars is refunded through Stripe to the cent, and repeating the request refunds nothing more", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const order = await shopper.paysByIntent();
  const give = await office(world, shopper);
  const wish = { order_number: order.order_number, amount: 733, reason: "Changed her mind" };
  const key = { "idempotency-key": crypto.randomUUID() };

  const first = await answer<Given>(await give("stripe/refund", wish, key), 200);
  const again = await give("stripe/refund", wish, key);
  expect(again.headers()["idempotent-replayed"]).toBe("true");
  expect((await answer<Given>(again, 200)).refund?.id).toBe(first.refund?.id);
  const reused = await give("stripe/refund", { ...wish, amount: 734 }, key);
  expect(await refusalOf(reused)).toEqual({ status: 422, code: "idempotency_key_reused" });

  const [intent] = await world.stripe.intents.list(first.payment.gateway_order_id);
  expect(intent?.latest_charge).toMatchObject({ amount_refunded: 733 });
  expect(await shopper.status(order)).toMatchObject({ refunded: 733, refundable: order.amount - 733 });
});

test("while a cardholder disputes the charge nothing is refunded, and everything can be once the shop wins", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const order = await shopper.paysByIntent();
  const give = await office(world, shopper);
  const authorization = `Bearer ${await world.apiKey("orders:read")}`;
  const wish = { order_number: order.order_number, reason: "Changed her mind" };
  const told = async () => {
    const path = `/payments/status?order_number=${order.order_number}`;
    const reply = await shopper.request.get(path, { headers: { authorization } });
    return (await answer<Reply<"GET /payments/status">>(reply, 200)).disputes?.map(({ state }) => state);
  };
  const { payments } = await shopper.status(order);
  const [intent] = await world.stripe.intents.list(payments[0]?.gateway_order_id ?? "");

  const dispute = await world.stripe.disputes.open(intent?.id ?? "");
  await expect.poll(told).toEqual(["open"]);
  expect(await refusalOf(await give("stripe/refund", wish))).toEqual({
    status: 409,
    code: "payment_disputed",
  });
  await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
  expect(await shopper.standing(order)).toBe("paid");

  await world.stripe.disputes.win(dispute.id);
  await expect.poll(told).toEqual(["won"]);
  const given = await answer<Given>(await give("stripe/refund", wish), 200);
  expect(given).toMatchObject({ refund: { state: "done", amount: order.amount } });
  await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
});

test("while the gateway has refunded without answering, the order's page shows the pending part, and a repeated request returns the same refund", {
  tag: "@page",
}, async ({ page, shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.confirms(approved);
  const give = await office(world, shopper);
  const cut = { operation: "cancel", kind: "hold", orderId: approved.orderId } as const;
  const { id } = await world.emulator.faults.add(cut);
  // Its webhook would report what its answer does not.
  await world.emulator.webhooks.pause(true, approved.orderId);
  const wish = { order_number: order.order_number, amount: 9_000, reason: "한 벌" };
  const key = { "idempotency-key": crypto.randomUUID() };

  const twice = [give("toss/cancel", wish, key), give("toss/cancel", wish, key)];
  await expect.poll(async () => (await shopper.status(order)).payments[0]?.refund_pending).toBe(9_000);
  await page.context().addCookies((await shopper.request.storageState()).cookies);
  await page.goto(`/orders/${order.order_number}`);
  await expect(page.getByText("결제 금액 중 9,000원 환불을 진행하고 있어요.")).toBeVisible();
  await world.emulator.faults.release(id);

  await expect(page.getByRole("heading", { name: "일부 금액을 환불했어요" })).toBeVisible();
  for (const answered of await Promise.all(twice)) expect(answered.ok()).toBe(true);
  const [paid] = await takenAtGateway(world, order);
  expect(paid?.cancels?.map(({ cancelAmount }) => cancelAmount)).toEqual([9_000]);
  await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
});

test("a missing or wrong API key, or one without the scope, refunds nothing", async ({ shopper, world }) => {
  const order = await buysByCard(shopper);
  const wish = { order_number: order.order_number, reason: "변심" };
  const tries: [Record<string, string>, number, string][] = [
    [{}, 401, "unauthorized"],
    [{ authorization: "Bearer twotrack_0000000000000000000000000000000000000000" }, 401, "unauthorized"],
    [{ "order-token": order.access_token }, 401, "unauthorized"],
    [{ authorization: `Bearer ${await world.apiKey("orders:read")}` }, 403, "forbidden"],
  ];
  for (const path of ["/payments/toss/cancel", "/payments/stripe/refund"])
    for (const [headers, status, code] of tries)
      expect(await refusalOf(await shopper.request.post(path, { data: wish, headers }))).toEqual({
        status,
        code,
      });
  expect(await shopper.standing(order)).toBe("paid");
});

test("a wrong gateway, an unpaid order and an order that does not exist cannot be refunded", async ({
  shopper,
  world,
}) => {
  const give = await office(world, shopper);
  const [paid, unpaid] = [await buysByCard(shopper), await shopper.orders()];
  const refusals = [
    [await give("stripe/refund", { order_number: paid.order_number, reason: "x" }), 409, "order_not_paid"],
    [await give("toss/cancel", { order_number: unpaid.order_number, reason: "x" }), 409, "order_not_paid"],
    [await give("toss/cancel", { order_number: "ORD-20261121-ZZZZZZ", reason: "x" }), 404, "order_not_found"],
  ] as const;
  for (const [response, status, code] of refusals)
    expect(await refusalOf(response)).toEqual({ status, code });
  await expectNothingTaken(world, unpaid);
});

test("another server reads any order with an API key for reading, and can pay none with it", async ({
  newShopper,
  world,
}) => {
  const mina = await newShopper();
  const order = await buysByCard(mina);
  const server = await newShopper();
  const headers = { authorization: `Bearer ${await world.apiKey("orders:read")}` };
  const params = { order_number: order.order_number };
  expect(await (await server.request.get("/payments/status", { params, headers })).json()).toMatchObject({
    order: { status: "paid" },
    captured: order.amount,
  });
  expect((await server.request.get("/payments/status", { params })).status()).toBe(404);
  const revoked = { authorization: "Bearer twotrack_1111111111111111111111111111111111111111" };
  expect((await server.request.get("/payments/status", { params, headers: revoked })).status()).toBe(401);
  expect((await server.request.post("/payments/stripe/verify", { data: params, headers })).status()).toBe(
    404,
  );
});

test("a deposit is refunded to the named account, whose number is never stored in plain text", {
  tag: "@rows",
}, async ({ shopper, world }) => {
  const order = await shopper.orders();
  const { order_number, access_token } = order;
  const token = { "order-token": access_token };
  const issued = await shopper.post(
    "/payments/toss/virtual-account",
    { order_number, bank: "20", customer_name: "김민아" },
    token,
  );
  expect(issued.status()).toBe(201);
  const { gateway_order_id } = await issued.json();
  const [account] = await world.emulator.payments.list(gateway_order_id);
  await world.emulator.payments.deposit(account?.paymentKey ?? "");
  await expect.poll(() => shopper.standing(order)).toBe("paid");

  const give = await office(world, shopper);
  const wish = { order_number, amount: 5_000, reason: "변심" };
  expect(await refusalOf(await give("toss/cancel", wish))).toEqual({
    status: 422,
    code: "refund_account_required",
  });
  const refund_account = { bank: "WOORI", account_number: "1002-123-456789", holder_name: "김민아" };
  const given = await answer<Given>(await give("toss/cancel", { ...wish, refund_account }), 202);
  expect(given.refund).toMatchObject({ state: "asked", amount: 5_000 });

  const rows = await Promise.all(
    ["refunds", "calls", "payment_events", "audit_log", "payments"].map((table) =>
      world.sql(`SELECT * FROM ${table}`),
    ),
  );
  expect(JSON.stringify(rows)).not.toContain("1002123456789");
  expect(world.log()).not.toContain("1002123456789");
});
