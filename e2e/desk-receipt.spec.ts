import { expect, test } from "./fixtures";
import { faultsInBooks } from "./kit/books";
import { hire } from "./kit/desk";

// Mina paid by transfer, forgot to ask for a cash receipt, and asks the shop.

test("the gateway is cut off after it issued a receipt and after it canceled a part, and staff press twice and reload: each is done once", {
  tag: "@page",
}, async ({ page, openWorld, newShopper }) => {
  const world = await openWorld();
  const [app] = world.apps;
  const shopper = await newShopper(world);
  const { order, approved } = await shopper.goesThroughTheWindow({}, { method: "TRANSFER" }, "TRANSFER");
  expect((await shopper.confirms(approved)).status()).toBe(200);
  await hire(world, "support", page.request);
  await page.goto(`${app.url}/admin/orders/${order.order_number}`);

  const { orderId } = approved;
  await world.emulator.faults.add({ operation: "issue_receipt", kind: "drop_after", times: 1, orderId });
  await page.getByRole("radio", { name: "지출증빙" }).check();
  const number = page.getByLabel("사업자등록번호 또는 현금영수증 카드 번호");
  await number.fill("123-45-67890");
  const press = page.getByRole("button", { name: "29,000원 발급하기" });
  await press.click();
  await expect(page.getByText("용도에 맞는 번호를 입력해 주세요.", { exact: false })).toBeVisible();
  await page.getByRole("radio", { name: "소득공제" }).check();
  await page.getByLabel("휴대폰 번호 또는 현금영수증 카드 번호").fill("010-1234-5678");
  await press.dblclick();
  await expect(press).toHaveCount(0);
  await page.reload();
  await expect(press).toHaveCount(0);
  await expect(page.getByText("국세청에 발급을 요청했어요").first()).toBeVisible();

  const asked = await world.emulator.requests({ operation: "issue_receipt" });
  expect(asked.filter(({ acted }) => acted)).toHaveLength(1);

  await world.emulator.faults.add({ operation: "cancel_receipt", kind: "drop_after", times: 1, orderId });
  await page.getByLabel(/^금액/).fill("10000");
  await page.getByLabel("사유", { exact: true }).selectOption({ label: "상품 불량" });
  await page.getByRole("button", { name: "환불 내용 확인" }).click();
  await page.getByRole("button", { name: /환불하기$/ }).dblclick();
  await expect(page.getByText("현금영수증 취소를 요청했어요")).toBeVisible();
  // It is asked again and looked for; a page that goes back and forward shows the same.
  await page.goBack();
  await page.goForward();
  await expect
    .poll(async () => {
      await world.letPass(60_000);
      await page.reload();
      return page.getByText("국세청에 취소를 요청했어요").count();
    })
    .toBeGreaterThan(0);

  const canceled = await world.emulator.requests({ operation: "cancel_receipt" });
  expect(canceled.filter(({ acted }) => acted)).toHaveLength(1);
  const refunds = await world.emulator.requests({ operation: "cancel", orderId });
  expect(refunds.filter(({ acted }) => acted)).toHaveLength(1);
  expect(await shopper.standing(order)).toBe("partially_refunded");
  await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
});
