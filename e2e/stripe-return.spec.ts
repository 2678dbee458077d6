import type { Page } from "playwright/test";
import { expect, test } from "./fixtures";
import { mina } from "./kit/buyer";
import { stripeBuyerOn } from "./kit/stripe-buyer";
import {
  expectChargedOnceByStripe,
  expectNothingTakenByStripe,
  newestAttempt,
  pagesOf,
} from "./kit/stripe-truth";
import { timesTold } from "./kit/truth";
import type { World } from "./world";

// Between the order sheet and Stripe's page, people close tabs, go back and return.

test.use({ currency: "USD" });

const standing = async (world: World, { order_number }: { order_number: string }) => {
  const [row] = await world.sql(`SELECT status FROM orders WHERE number = '${order_number}'`);
  return row?.status;
};

/** Everything that was typed is still there. */
async function expectNothingLost(page: Page) {
  const buyer = stripeBuyerOn(page);
  for (const [name, value] of Object.entries(mina))
    await expect(buyer.field(name as keyof typeof mina)).toHaveValue(value);
}

for (const way of ["page", "card"] as const)
  test(`a tab is closed right after paying (${way}): the webhook alone records the payment, and the next tab shows it`, {
    tag: "@page",
  }, async ({ page, context, world }) => {
    const buyer = stripeBuyerOn(page);
    await buyer.comesToTheCard(way);
    // The browser never reaches the shop's address.
    await context.route("**/payments/stripe/success**", (route) => route.abort());
    const left = page.waitForRequest("**/payments/stripe/success**");
    await buyer.pays(way);
    await left;
    await page.close();

    const { order } = await newestAttempt(world);
    await expect.poll(() => standing(world, order)).toBe("paid");
    await expectChargedOnceByStripe(world, order);
    await context.unroute("**/payments/stripe/success**");
    const next = await context.newPage();
    await next.goto("/cart");
    await expect(next.getByText("주문이 결제되어 장바구니를 비웠어요.")).toBeVisible();
    await next.getByRole("link", { name: "주문 보기" }).click();
    await stripeBuyerOn(next).seesTheReceipt();
    await expect(next.getByRole("main")).toContainText("US$22.00");
  });

test("a shopper who returns before Stripe's webhook sees the receipt, and the webhook adds nothing", {
  tag: "@page",
}, async ({ page, world }) => {
  const buyer = stripeBuyerOn(page);
  await buyer.comesToTheCard("page");
  const { orderId, order } = await newestAttempt(world);
  await world.stripe.webhooks.pause(true, orderId);
  await buyer.pays("page");
  await buyer.seesTheReceipt();
  await expectChargedOnceByStripe(world, order);

  await world.stripe.webhooks.pause(false, orderId);
  const waiting = async () =>
    (await world.stripe.webhooks.list(orderId)).filter(({ state }) => state !== "delivered");
  await expect.poll(waiting).toEqual([]);
  await expect
    .poll(() => world.sql(`SELECT id FROM webhook_inbox WHERE state <> 'done' AND body LIKE '%${orderId}%'`))
    .toEqual([]);

  await expectChargedOnceByStripe(world, order);
  expect(await timesTold(world, order, "payment_paid")).toBe(1);
});

test("going back and reloading after paying show the truth and charge nothing", { tag: "@page" }, async ({
  page,
  world,
}) => {
  const buyer = stripeBuyerOn(page);
  await buyer.comesToTheCard("page");
  await buyer.pays("page");
  const receipt = await buyer.seesTheReceipt();
  const order = { order_number: await buyer.orderNumber(), amount: 2_200 };

  await page.reload();
  expect(await buyer.seesTheReceipt()).toBe(receipt);
  // Behind the receipt lies Stripe's page, which has nothing more to sell.
  await page.goBack();
  await page.goto("/checkout");
  await expect(page.getByRole("main")).toContainText("주문할 상품이 없어요");
  await page.goto(receipt);
  await buyer.seesTheReceipt();

  await expectChargedOnceByStripe(world, order);
});

test("going back from Stripe's page to the order sheet keeps what was typed, and the same page opens again", {
  tag: ["@phone", "@page"],
}, async ({ page, world }) => {
  const buyer = stripeBuyerOn(page);
  await buyer.comesToTheCard("page");
  const { order } = await newestAttempt(world);
  const address = page.url();
  await page.goBack();

  await expectNothingLost(page);
  await expect(buyer.way("page")).toBeChecked();
  await buyer.goesToStripe();
  expect(page.url()).toBe(address);
  await buyer.pays("page");
  await buyer.seesTheReceipt();

  expect(await pagesOf(world, order)).toHaveLength(1);
  await expectChargedOnceByStripe(world, order);
});

test("a shopper who leaves Stripe's page by its own link finds the cart unchanged, and pays later", {
  tag: ["@phone", "@page"],
}, async ({ page, world }) => {
  const buyer = stripeBuyerOn(page);
  await buyer.comesToTheCard("page");
  const { order } = await newestAttempt(world);
  await buyer.back.click();

  await expect(page).toHaveURL(/\/cart$/);
  await expect(page.getByRole("main")).toContainText("쿨 티셔츠");
  await expect(page.getByRole("main")).toContainText("US$22.00");
  await expectNothingTakenByStripe(world, order);
  await page.getByRole("link", { name: buyer.say.checkOut }).click();
  await expectNothingLost(page);
  await buyer.goesToStripe();
  await buyer.pays("page");
  await buyer.seesTheReceipt();

  expect(await buyer.orderNumber()).toBe(order.order_number);
  expect(await pagesOf(world, order)).toHaveLength(1);
  await expectChargedOnceByStripe(world, order);
});

for (const [bank, sees] of [
  ["succeed", "결제가 완료됐어요"],
  ["fail", "빠져나간 금액은 없어요."],
] as const)
  test(`a shopper who pays from a bank account waits for the bank, which takes days (${bank})`, {
    tag: "@page",
  }, async ({ page, world }) => {
    const buyer = stripeBuyerOn(page);
    await buyer.comesToTheCard("page");
    const { orderId, order } = await newestAttempt(world);
    await buyer.choosesABankAccount();
    await buyer.payOnPage.click();

    await expect(page.getByText("확인하고 있어요. 다시 결제하지 마세요.")).toBeVisible();
    await expect(page.getByText(/은행에 따라 며칠이 걸리기도 해요/)).toBeVisible();
    await expectNothingTakenByStripe(world, order);
    expect(await standing(world, order)).toBe("open");
    const [intent] = await world.stripe.intents.list(orderId);
    await world.stripe.intents[bank](intent?.id ?? "");

    await expect(page.getByRole("main").getByText(sees)).toBeVisible();
    if (bank === "succeed") return expectChargedOnceByStripe(world, order);
    await expectNothingTakenByStripe(world, order);
    await page
      .getByRole("link", { name: "다시 결제하기" })
      .or(page.getByRole("link", { name: "결제하러 가기" }))
      .click();
    await buyer.goesToStripe();
    await buyer.pays("page");
    await buyer.seesTheReceipt();
    await expectChargedOnceByStripe(world, { ...order, order_number: await buyer.orderNumber() });
  });
