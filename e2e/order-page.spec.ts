import type { Page } from "playwright/test";
import { expect, test } from "./fixtures";
import type { Order, Shopper } from "./kit/shopper";
import { takenAtGateway } from "./kit/truth";
import { tShirt } from "./kit/wishes";

// An order's page must tell the truth about the order and about the shopper's money.

/** The shopper opens the order's page in a browser that has their cookies. */
async function opens(page: Page, shopper: Shopper, { order_number }: Order) {
  await page.context().addCookies((await shopper.request.storageState()).cookies);
  await page.goto(`/orders/${order_number}`);
}

const says = (page: Page, words: string) => expect(page.getByText(words, { exact: true })).toBeVisible();

test("an unpaid order says so", { tag: "@page" }, async ({ page, shopper }) => {
  const order = await shopper.orders();
  await opens(page, shopper, order);
  await expect(page.getByRole("heading", { name: "아직 결제하지 않았어요" })).toBeVisible();
  await says(page, "빠져나간 금액은 없어요.");
});

test("a canceled order whose card was charged says that the refund is on its way, and then that it is done", {
  tag: "@page",
}, async ({ page, shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { orderId } = approved;
  await shopper.orders({ items: [{ ...tShirt, quantity: 2 }], replaces: order.order_number });
  const refusing = await world.emulator.faults.add({
    operation: "cancel",
    kind: "away",
    times: null,
    orderId,
  });
  await world.emulator.payments.take(approved);
  await expect.poll(async () => (await shopper.status(order)).payments[0]?.refund_pending).toBe(order.amount);

  await opens(page, shopper, order);
  await expect(page.getByRole("heading", { name: "취소된 주문이에요" })).toBeVisible();
  await says(page, "결제된 금액(카드, 29,000원)을 환불하고 있어요.");
  await world.emulator.faults.remove(refusing.id);
  await world.letPass(60_000);

  await says(page, "결제된 금액(카드, 29,000원)은 모두 환불했어요.");
  expect(await takenAtGateway(world, order)).toEqual([expect.objectContaining({ status: "CANCELED" })]);
});

test("an order whose payment is in review says that staff are checking it, and never that nothing was charged", {
  tag: "@page",
}, async ({ page, shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { orderId } = approved;
  await world.emulator.faults.add({ operation: "any", kind: "wrong_amount", times: null, orderId });
  await shopper.comesBack(approved);

  await opens(page, shopper, order);

  await expect(page.getByRole("heading", { name: "담당자가 확인하고 있어요" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("다시 결제하지 마세요");
  await expect(page.getByText("빠져나간 금액은 없어요.")).toHaveCount(0);
  await page.goto(`/fail?code=payment_in_review&order_number=${order.order_number}`);
  await expect(page.getByRole("main")).toContainText("다시 결제하지 마세요");
  await expect(page.getByText("빠져나간 금액은 없어요.")).toHaveCount(0);
});

test("an order shows a partial and then a full refund", { tag: "@page" }, async ({
  page,
  shopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.comesBack(approved);
  await world.emulator.payments.cancel(approved.paymentKey, { amount: 9_000, reason: "오염" });
  await expect.poll(() => shopper.standing(order)).toBe("partially_refunded");

  await opens(page, shopper, order);
  await expect(page.getByRole("heading", { name: "일부 금액을 환불했어요" })).toBeVisible();
  await expect(page.getByText("환불한 금액9,000원").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "주문 내역" })).toContainText("남은 결제 금액20,000원");
  await world.emulator.payments.cancel(approved.paymentKey, { reason: "모두 반품" });
  await expect.poll(() => shopper.standing(order)).toBe("refunded");
  await page.reload();

  await expect(page.getByRole("heading", { name: "환불했어요", exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "주문 내역" })).toContainText("29,000원");
});

test("a phone that returns in another browser shows the number, amount and state, and no personal data", {
  tag: "@page",
}, async ({ page, shopper }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const query = new URLSearchParams({ ...approved, amount: String(approved.amount) });

  await page.goto(`/payments/toss/success?${query}`);

  const main = page.getByRole("main");
  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
  for (const shown of [order.order_number, "29,000원", "주문한 브라우저로 돌아가거나"])
    await expect(main).toContainText(shown);
  for (const hidden of ["김민아", "mina@example.com", "04524", "쿨 티셔츠"])
    await expect(main).not.toContainText(hidden);
});

test("a fail address that contradicts the books shows what the books say", {
  tag: "@page",
}, async ({ page, shopper }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.comesBack(approved);
  await page.context().addCookies((await shopper.request.storageState()).cookies);

  await page.goto(`/fail?code=REJECT_CARD_PAYMENT&order_number=${order.order_number}`);

  await expect(page.getByRole("heading", { name: "이미 결제가 끝난 주문이에요" })).toBeVisible();
  await expect(page.getByText("빠져나간 금액은 없어요.")).toHaveCount(0);
  await page.getByRole("link", { name: "주문 보기" }).click();
  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
});

test("a receipt opened in another browser offers the order lookup, and never tells anybody to order again", {
  tag: "@page",
}, async ({ page, shopper }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.comesBack(approved);
  const nobodys = "ORD-20260101-NOBODY";
  for (const path of [
    `/success?order_number=${order.order_number}`,
    `/orders/${order.order_number}`,
    `/success?order_number=${nobodys}`,
    `/orders/${nobodys}`,
  ]) {
    await page.goto(path);
    await expect(page.getByRole("main")).toContainText("이 브라우저에서는 주문을 바로 보여 드릴 수 없어요.");
    await expect(page.getByRole("main")).not.toContainText("다시 주문");
    const number = path.includes(nobodys) ? nobodys : order.order_number;
    await expect(page.getByLabel("주문번호")).toHaveValue(number);
  }
  for (const code of ["order_expired", "REJECT_CARD_PAYMENT", "order_not_found"]) {
    await page.goto(`/fail?code=${code}&order_number=${order.order_number}`);
    await expect(page.getByRole("main")).not.toContainText(/다시 주문|다시 결제하기/);
  }

  await page.getByRole("main").getByRole("link", { name: "주문 조회" }).click();
  await expect(page.getByLabel("주문번호")).toHaveValue(order.order_number);
  await page.getByLabel("이메일 또는 휴대폰 번호").fill("mina@example.com");
  await page.getByRole("button", { name: "주문 찾기" }).click();
  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
});

test("an unknown address says that there is nothing here", { tag: "@page" }, async ({ page }) => {
  for (const path of ["/orders/nope!", "/nowhere", "/products/nothing"]) {
    const response = await page.goto(path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "페이지를 찾을 수 없어요" })).toBeVisible();
  }
});
