import { expect, test } from "./fixtures";
import { buyerOn } from "./kit/buyer";
import { expectChargedOnce, expectNothingTaken } from "./kit/truth";
import type { World } from "./world";

const checking = "확인하고 있어요. 다시 결제하지 마세요.";

/** The attempt of the window that a buyer has just opened. */
async function newestAttempt(world: World) {
  const [row] = await world.sql(
    "SELECT p.gateway_order_id, o.number FROM payments p JOIN orders o ON o.id = p.order_id ORDER BY p.created_at DESC LIMIT 1",
  );
  return {
    orderId: String(row?.gateway_order_id),
    order: { order_number: String(row?.number), amount: 29_000 },
  };
}

test("while the gateway is silent the page says so, and then turns into the receipt by itself", {
  tag: ["@phone", "@page"],
}, async ({ page, isMobile, world }) => {
  const buyer = buyerOn(page, isMobile);
  await buyer.goesToTheWindow();
  const { orderId, order } = await newestAttempt(world);
  const away = await world.emulator.faults.add({ operation: "any", kind: "away", times: null, orderId });

  await buyer.approves();

  await expect(page.getByRole("heading", { name: "결제 승인 중…" })).toBeVisible();
  await expect(page.getByText(checking)).toBeVisible();
  await expect(page.getByRole("link", { name: /결제하/ })).toHaveCount(0);
  await page.reload();
  await expect(page.getByText(checking)).toBeVisible();
  await world.emulator.faults.remove(away.id);
  await world.letPass(20_000);
  await buyer.seesTheReceipt();
  await expectChargedOnce(world, order);
});

test("a shopper who goes back to the order sheet meanwhile is told not to pay again", {
  tag: "@page",
}, async ({ page, isMobile, world }) => {
  const buyer = buyerOn(page, isMobile);
  await buyer.goesToTheWindow();
  const { orderId, order } = await newestAttempt(world);
  const away = await world.emulator.faults.add({ operation: "any", kind: "away", times: null, orderId });
  await buyer.approves();
  await expect(page.getByText(checking)).toBeVisible();

  await page.goto("/checkout");
  await buyer.choosesACard();
  await buyer.payButton.click();

  const warning = page.getByRole("main").getByRole("alert");
  await expect(warning).toContainText("이 주문의 결제를 확인하고 있어요. 다시 결제하지 마세요.");
  await expect(warning.getByRole("link", { name: "주문 보기" })).toBeVisible();
  await world.emulator.faults.remove(away.id);
  await world.letPass(20_000);
  // The sheet updates automatically.
  await buyer.seesTheReceipt();
  await expectChargedOnce(world, order);
});

test("when the approval expires meanwhile, the page says that nothing was charged and how to go on", {
  tag: "@page",
}, async ({ page, isMobile, world }) => {
  const buyer = buyerOn(page, isMobile);
  await buyer.goesToTheWindow();
  const { orderId, order } = await newestAttempt(world);
  const away = await world.emulator.faults.add({ operation: "any", kind: "away", times: null, orderId });
  await buyer.approves();
  await expect(page.getByText(checking)).toBeVisible();

  await world.letPass(11 * 60_000);
  await world.emulator.faults.remove(away.id);
  await world.letPass(60_000);

  await expect(page.getByText("빠져나간 금액은 없어요.")).toBeVisible();
  await expectNothingTaken(world, order);
  await page.getByRole("link", { name: /결제하/ }).click();
  await buyer.choosesACard();
  await buyer.payButton.click();
  await buyer.approves();
  await buyer.seesTheReceipt();
  await expectChargedOnce(world, order);
});
