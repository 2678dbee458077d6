import type { Page } from "playwright/test";
import { expect, test } from "./fixtures";
import { buyerOn, mina } from "./kit/buyer";
import { attemptsOf, confirmsOf, expectChargedOnce, expectNothingTaken } from "./kit/truth";
import type { World } from "./world";

const shirt = { amount: 29_000 };

/** The newest order, which is the one of this browser's cart. */
async function newestOrder(world: World) {
  const [row] = await world.sql("SELECT number FROM orders ORDER BY created_at DESC LIMIT 1");
  return { order_number: String(row?.number), ...shirt };
}

/** A buyer in the payment window, and the order they are about to pay. */
async function inTheWindow(page: Page, isMobile: boolean, world: World) {
  const buyer = buyerOn(page, isMobile);
  await buyer.goesToTheWindow();
  return { buyer, order: await newestOrder(world) };
}

const standing = async (world: World, { order_number }: { order_number: string }) => {
  const [row] = await world.sql(`SELECT status FROM orders WHERE number = '${order_number}'`);
  return row?.status;
};

test("a tab closed in the payment window charges nothing, and the cart can be paid in another tab", async ({
  page,
  context,
  isMobile,
  world,
}) => {
  const { order } = await inTheWindow(page, isMobile, world);
  await page.close();
  await expectNothingTaken(world, order);
  expect(await standing(world, order)).toBe("open");

  const again = buyerOn(await context.newPage(), isMobile);
  await again.goesToTheWindowAgain();
  await again.approves();
  await again.seesTheReceipt();

  expect(await again.orderNumber()).toBe(order.order_number);
  await expectChargedOnce(world, order);
});

test("a tab closed after approval, before the shop heard of it, charges nothing", async ({
  page,
  context,
  isMobile,
  world,
}) => {
  const { buyer, order } = await inTheWindow(page, isMobile, world);
  // The browser never reaches the shop's address.
  await context.route("**/payments/toss/success**", (route) => route.abort());
  const approved = page.waitForRequest("**/payments/toss/success**");
  await buyer.approves();
  await approved;
  await page.close();

  expect(await confirmsOf(world, order)).toEqual([]);
  await expectNothingTaken(world, order);
  // The approval expires, and the shop says so.
  await world.letPass(60 * 60_000);
  await expect.poll(() => standing(world, order)).toBe("expired");
  await context.unroute("**/payments/toss/success**");
  const later = await context.newPage();
  await later.goto(`/orders/${order.order_number}`);
  await expect(later.getByRole("heading", { name: "주문이 만료됐어요" })).toBeVisible();
  await expect(later.getByText("빠져나간 금액은 없어요.")).toBeVisible();
  await expectNothingTaken(world, order);
});

test("a tab closed while the shop asks the gateway: the order is paid, and the next tab shows it", {
  tag: "@rows",
}, async ({ page, context, isMobile, world }) => {
  const { buyer, order } = await inTheWindow(page, isMobile, world);
  const { faults } = world.emulator;
  const [orderId = ""] = await attemptsOf(world, order);
  const held = await faults.add({ operation: "confirm", kind: "hold_before", orderId });
  await buyer.approves();
  await expect.poll(async () => (await faults.list()).find(({ id }) => id === held.id)?.holding).toBe(1);
  await page.close();
  await faults.release(held.id);

  await expect.poll(() => standing(world, order)).toBe("paid");
  await expectChargedOnce(world, order);
  const next = await context.newPage();
  await next.goto("/cart");
  await expect(next.getByText("주문이 결제되어 장바구니를 비웠어요.")).toBeVisible();
  await next.getByRole("link", { name: "주문 보기" }).click();
  await buyerOn(next, isMobile).seesTheReceipt();
});

test("a second tab with the same cart shows that it is paid, and pays nothing more", async ({
  page,
  context,
  isMobile,
  world,
}) => {
  const first = buyerOn(page, isMobile);
  await first.putsAShirtIntoTheCart();
  const second = buyerOn(await context.newPage(), isMobile);
  await second.page.goto("/checkout");
  await second.fillsIn();
  await second.choosesACard();
  await first.goesToTheWindowAgain(mina);
  await first.approves();
  await first.seesTheReceipt();
  const order = { order_number: await first.orderNumber(), ...shirt };

  // The second tab updates automatically.
  await second.page.bringToFront();
  await second.seesTheReceipt();

  await expectChargedOnce(world, order);
  const counted = `SELECT count(*) AS n FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.number = '${order.order_number}'`;
  expect(await world.sql(counted)).toEqual([{ n: 1 }]);
});

test("products added to the cart while another tab pays stay there, without what that tab bought", async ({
  page,
  context,
  isMobile,
  world,
}) => {
  const { buyer: paying, order } = await inTheWindow(page, isMobile, world);
  const shopping = buyerOn(await context.newPage(), isMobile);
  await shopping.page.goto("/products/dawn-mug");
  await shopping.page.getByRole("button", { name: shopping.say.add }).click();
  await expect(shopping.page.getByRole("link", { name: shopping.say.seeCart })).toBeVisible();
  await paying.page.bringToFront();
  await paying.approves();
  await paying.seesTheReceipt();

  await shopping.page.bringToFront();
  await shopping.page.goto("/checkout");
  const goods = shopping.page.getByRole("region", { name: "주문 상품" });
  await expect(goods).toContainText("머그");
  await expect(goods).not.toContainText("쿨 티셔츠");
  await shopping.page.goto("/cart");
  await expect(shopping.page.getByRole("main")).toContainText("머그");
  await expect(shopping.page.getByRole("main")).not.toContainText("쿨 티셔츠");
  await expectChargedOnce(world, order);
});

test("a shopper who goes on shopping before the receipt has loaded is not sent back to it, and does not buy the shirt again", async ({
  page,
  isMobile,
  world,
}) => {
  // Status polling never reaches the sheet behind the window, so only the receipt itself could update this browser.
  const news = /\/payments\/status/;
  await page.route(news, () => {});
  const { buyer, order } = await inTheWindow(page, isMobile, world);
  // The receipt is shown, but none of its scripts has run.
  const scripts = /_next\/static\/.*\.js/;
  await page.route(scripts, (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await buyer.approves();
  await buyer.seesTheReceipt();
  await page.unroute(scripts);
  await page.unroute(news);
  await page.goto("/products/dawn-mug");
  await page.getByRole("button", { name: buyer.say.add }).click();
  await expect(page.getByRole("link", { name: buyer.say.seeCart })).toBeVisible();

  await page.goto("/checkout");
  await expect(page.getByText("새로 담은 상품은 남겨 두었어요.")).toBeVisible();
  const goods = page.getByRole("region", { name: "주문 상품" });
  await expect(goods).toContainText("머그");
  await expect(goods).not.toContainText("쿨 티셔츠");
  await expect(page.getByRole("link", { name: "주문 보기" })).toHaveAttribute(
    "href",
    `/orders/${order.order_number}`,
  );
  await expectChargedOnce(world, order);
});

test("two tabs with one cart both open the payment window, and the second one is not charged", {
  tag: "@rows",
}, async ({ page, context, isMobile, world }) => {
  const first = buyerOn(page, isMobile);
  await first.goesToTheWindow();
  const second = buyerOn(await context.newPage(), isMobile);
  await second.goesToTheWindowAgain();
  const order = await newestOrder(world);

  await first.page.bringToFront();
  await first.approves();
  await first.seesTheReceipt();
  await second.page.bringToFront();
  // On desktop the window lies over our page, which updates automatically; on a phone it replaced the page.
  if (isMobile) await second.approves();
  await second.seesTheReceipt();

  expect(await second.orderNumber()).toBe(order.order_number);
  await expectChargedOnce(world, order);
});

test("the pay button pressed twice makes one order and charges one attempt", { tag: "@rows" }, async ({
  page,
  isMobile,
  world,
}) => {
  const buyer = buyerOn(page, isMobile);
  await buyer.hasAShirtInTheCart();
  await page.goto("/checkout");
  await buyer.fillsIn();
  await buyer.choosesACard();
  const [before] = await world.sql("SELECT count(*) AS n FROM payments");

  await buyer.payButton.dblclick();
  await buyer.approves();
  await buyer.seesTheReceipt();

  expect(await world.sql("SELECT count(*) AS n FROM payments")).toEqual([{ n: Number(before?.n) + 1 }]);
  await expectChargedOnce(world, { order_number: await buyer.orderNumber(), ...shirt });
});

test("going back, forward and reloading after paying show the truth and charge nothing", {
  tag: "@phone",
}, async ({ page, isMobile, world }) => {
  const buyer = buyerOn(page, isMobile);
  await buyer.goesToTheWindow();
  await buyer.approves();
  const receipt = await buyer.seesTheReceipt();
  const order = { order_number: await buyer.orderNumber(), ...shirt };

  await page.reload();
  expect(await buyer.seesTheReceipt()).toBe(receipt);
  await page.goBack();
  await expect(buyer.payButton).toHaveCount(0);
  await page.goto("/checkout");
  await expect(page.getByRole("main")).toContainText("주문할 상품이 없어요");
  await page.goto(receipt);
  await buyer.seesTheReceipt();

  await expectChargedOnce(world, order);
  expect(await confirmsOf(world, order)).toHaveLength(1);
});
