import type { Reply } from "@/components/api";
import { expect, test } from "./fixtures";
import { faultsInBooks } from "./kit/books";
import { pricesIn } from "./kit/currency";
import { hire } from "./kit/desk";
import { lettersOf } from "./kit/letters";
import { answer, refusalOf } from "./kit/shopper";
import { stripeBuyerOn } from "./kit/stripe-buyer";
import { takenAtStripe } from "./kit/stripe-truth";

// A shop that holds cards: the shopper pays, and the card is charged when staff capture the payment.

type Captured = Reply<"POST /payments/capture">;

test("a shopper pays in a shop that holds cards, staff capture a part, and the shopper sees both amounts", {
  tag: "@page",
}, async ({ browser, openWorld }) => {
  const world = await openWorld({ env: { STRIPE_CAPTURE: "manual" } });
  const [app] = world.apps;
  await using shopping = await browser.newContext({ baseURL: app.url, locale: "en-US" });
  await shopping.addCookies([pricesIn("USD", app.url)]);
  const page = await shopping.newPage();
  const buyer = stripeBuyerOn(page, "en");
  await buyer.fillsInTheSheet("card");
  await buyer.pays("card");
  await expect(page.getByRole("heading", { name: "Order placed, not charged yet" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("We’ll charge it when we ship your order");
  await expect(page.getByRole("main")).not.toContainText("Amount paid");
  await expect(page.getByRole("banner")).not.toContainText("1");
  const order = { order_number: await buyer.orderNumber(), amount: 2_200 };
  expect(await takenAtStripe(world, order)).toEqual([]);
  await expect
    .poll(async () => (await lettersOf(world, order)).map(({ text }) => text).join())
    .toContain("only on hold on your card");

  await using desk = await browser.newContext({ baseURL: app.url, locale: "ko-KR" });
  const atDesk = await desk.newPage();
  await hire(world, "support", desk.request, "지우");
  await atDesk.goto("/admin/orders?status=authorized");
  await atDesk.getByRole("link", { name: order.order_number }).click();
  await expect(atDesk.getByText("승인만 되고 매입되지 않은 결제")).toBeVisible();
  await expect(atDesk.getByText("매입한 뒤에 발송해 주세요", { exact: false })).toBeVisible();
  await atDesk.getByLabel(/^금액/).fill("22.01");
  await atDesk.getByRole("button", { name: "매입 내용 확인" }).click();
  await expect(atDesk.getByText("0보다 크고 US$22.00 이하인 금액을 입력해 주세요.")).toBeVisible();
  await atDesk.getByLabel(/^금액/).fill("15");
  await atDesk.getByRole("button", { name: "매입 내용 확인" }).click();
  await expect(atDesk.getByText("US$7.00은 풀리고", { exact: false })).toBeVisible();
  await atDesk.getByRole("button", { name: "US$15.00 매입하기" }).dblclick();
  await expect(atDesk.getByRole("term").filter({ hasText: "풀린 금액" })).toBeVisible();
  await expect(atDesk.getByText("승인만 되고 매입되지 않은 결제")).toHaveCount(0);

  await page.reload();
  await expect(page.getByRole("heading", { name: "Payment complete" })).toBeVisible();
  const receipt = page.getByRole("region", { name: "Order details" });
  for (const said of ["Amount paid", "$15.00", "$22.00", "Released, not charged", "$7.00"])
    await expect(receipt).toContainText(said);
  expect(await takenAtStripe(world, order)).toMatchObject([{ amount: 2_200, amount_received: 1_500 }]);
  await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
});

test("another server holds one order's card and captures it, and the same key captures once", async ({
  shopper,
  world,
}) => {
  const key = await world.apiKey("captures:write");
  const order = await shopper.holdsByIntent(key);
  expect(await shopper.standing(order)).toBe("authorized");
  const { order_number } = order;
  const capture = (amount: number, own: string) =>
    shopper.post(
      "/payments/capture",
      { order_number, amount },
      { authorization: `Bearer ${key}`, "idempotency-key": own },
    );
  expect(await refusalOf(await capture(order.amount + 1, "too much"))).toMatchObject({
    code: "capture_exceeds_authorized",
  });
  const first = await capture(1_000, "once");
  expect(await answer<Captured>(first, 200)).toMatchObject({
    status: "paid",
    captured: 1_000,
    capture_method: "manual",
    capture_before: null,
  });
  const again = await capture(1_000, "once");
  expect(again.headers()["idempotent-replayed"]).toBe("true");
  expect(await answer<Captured>(again, 200)).toMatchObject({ captured: 1_000 });
  expect(await refusalOf(await capture(500, "another"))).toMatchObject({ code: "already_captured" });
  expect(await takenAtStripe(world, order)).toMatchObject([{ amount_received: 1_000 }]);
  await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
});

test("only an API key with the scope may hold a card or capture", async ({ shopper, world }) => {
  const order = await shopper.orders({ currency: "USD" });
  const { order_number } = order;
  const wish = { order_number, capture_method: "manual" };
  expect((await shopper.post("/payments/stripe/intent", wish)).status()).toBe(401);
  const other = { authorization: `Bearer ${await world.apiKey("orders:read")}` };
  expect((await shopper.post("/payments/stripe/intent", wish, other)).status()).toBe(403);
  expect((await shopper.post("/payments/capture", { order_number }, other)).status()).toBe(403);
  expect((await shopper.post("/payments/capture", { order_number })).status()).toBe(401);
  const right = { authorization: `Bearer ${await world.apiKey("captures:write")}` };
  expect((await shopper.post("/payments/capture", { order_number }, right)).status()).toBe(400);
  expect(
    await refusalOf(
      await shopper.post("/payments/capture", { order_number }, { ...right, "idempotency-key": "x" }),
    ),
  ).toMatchObject({ code: "nothing_to_capture" });
});

test("staff mark an order on hold as shipped, which captures it in the same act", { tag: "@page" }, async ({
  browser,
  openWorld,
  newShopper,
}) => {
  const world = await openWorld({ env: { STRIPE_CAPTURE: "manual", CAPTURE_ON_SHIPMENT: "on" } });
  const [app] = world.apps;
  const shopper = await newShopper(world);
  const order = await shopper.opensIntent();
  await answer(await shopper.charges(order), 200);
  expect(await shopper.standing(order)).toBe("authorized");

  await using desk = await browser.newContext({ baseURL: app.url, locale: "ko-KR" });
  const page = await desk.newPage();
  await hire(world, "support", desk.request, "지우");
  await page.goto(`/admin/orders/${order.order_number}`);
  await world.stripe.faults.add({
    kind: "error",
    code: "account_restricted",
    operation: "capture_intent",
    times: 1,
  });
  await page.getByRole("button", { name: "매입하고 발송 처리하기" }).click();
  await expect(page.getByText("결제사가 매입을 거절했어요.", { exact: false }).first()).toBeVisible();
  expect(await shopper.standing(order)).toBe("authorized");
  await page.reload();
  await expect(page.getByText("상품을 보내지 마세요", { exact: false })).toBeVisible();

  await page.getByRole("button", { name: "매입하고 발송 처리하기" }).click();
  await expect(page.getByRole("button", { name: "발송 처리 취소하기" })).toBeVisible();
  expect(await shopper.standing(order)).toBe("paid");
  expect(await takenAtStripe(world, order)).toMatchObject([{ amount_received: order.amount }]);
  await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
});
