import { expect, test } from "./fixtures";
import { faultsInBooks } from "./kit/books";
import { hire } from "./kit/desk";

// A shop whose contract with Toss leaves it to staff to have each card payment acquired (수동 매입).

test("the gateway is cut off after it acquired a payment, and staff press twice and reload: one request, and the page shows it", {
  tag: "@page",
}, async ({ page, openWorld, newShopper }) => {
  const world = await openWorld({ env: { TOSS_ACQUISITION: "manual" } });
  const [app] = world.apps;
  await world.emulator.contract({ acquisition: "manual" });
  const shopper = await newShopper(world);
  const { order, approved } = await shopper.goesThroughTheWindow();
  expect((await shopper.confirms(approved)).status()).toBe(200);
  await hire(world, "manager", page.request);
  await page.goto(`${app.url}/admin/orders/${order.order_number}`);

  const { orderId } = approved;
  await world.emulator.faults.add({ operation: "acquire", kind: "drop_after", times: 1, orderId });
  const press = page.getByRole("button", { name: "29,000원 매입 요청하기" });
  await press.dblclick();
  await expect(press).toHaveCount(0);
  await page.reload();
  await expect(press).toHaveCount(0);
  await expect(page.getByText("카드사에 매입을 요청했어요").first()).toBeVisible();

  const asked = await world.emulator.requests({ operation: "acquire" });
  expect(asked.filter(({ acted }) => acted)).toHaveLength(1);
  expect(await shopper.standing(order)).toBe("paid");
  await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
});
