import { expect, test } from "./fixtures";
import { hire } from "./kit/desk";
import type { Order, Shopper } from "./kit/shopper";

// The morning's work at the desk, in a browser: what was paid is packed and shipped in one go.

const buys = async (shopper: Shopper): Promise<Order> => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  expect((await shopper.confirms(approved)).status()).toBe(200);
  return order;
};

test.describe("the list of what is to be shipped", { tag: "@page" }, () => {
  test("support ships two orders with their tracking numbers, and reads the list again for a third", async ({
    browser,
    shopper,
    world,
  }) => {
    const orders = [await buys(shopper), await buys(shopper)];
    const [app] = world.apps;
    await using context = await browser.newContext({ baseURL: app.url, locale: "ko-KR" });
    const page = await context.newPage();
    await hire(world, "support", context.request);

    await page.goto("/admin/orders?work=to_ship");
    for (const [at, { order_number }] of orders.entries())
      await page.getByRole("textbox", { name: `${order_number} 운송장 번호` }).fill(`68912345670${at}`);
    await page.getByLabel("택배사").selectOption({ label: "CJ대한통운" });
    await page.getByRole("button", { name: "주문 2건 발송 처리" }).click();
    await expect(page.getByRole("status").filter({ hasText: "2건 가운데 2건" })).toBeVisible();
    for (const { order_number } of orders)
      await expect(page.getByRole("link", { name: order_number })).toHaveCount(0);

    const { order_number } = await buys(shopper);
    await page.getByRole("button", { name: "새로고침" }).click();
    await expect(page.getByRole("link", { name: order_number })).toBeVisible();

    await page.goto(`/admin/orders/${orders[0]?.order_number}`);
    await expect(page.getByText("689123456700").first()).toBeVisible();
  });
});
