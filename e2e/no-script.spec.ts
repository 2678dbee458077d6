import type { Page } from "playwright/test";
import { expect, test } from "./fixtures";
import type { Shopper } from "./kit/shopper";

test.use({ javaScriptEnabled: false });

const signIn = async (page: Page, shopper: Shopper) =>
  page.context().addCookies((await shopper.request.storageState()).cookies);

/** Located by its element, since a text search skips the contents of a `noscript`. */
async function asksForScript(page: Page, words: string) {
  const notice = page.getByRole("main").locator("noscript > *").first();
  await expect(notice).toBeVisible();
  await expect(notice).toHaveText(words);
}

test("products can be read without JavaScript, and the cart and the order sheet say that they need it", {
  tag: "@page",
}, async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: /쿨 티셔츠/ }).click();
  await expect(page.getByRole("heading", { name: "쿨 티셔츠" })).toBeVisible();
  await expect(page.getByText("29,000원").first()).toBeVisible();
  await asksForScript(page, "장바구니에 담으려면 브라우저에서 자바스크립트를 켜 주세요.");
  await page.goto("/cart");
  await asksForScript(page, "장바구니를 쓰려면 브라우저에서 자바스크립트를 켜 주세요.");
  await page.goto("/checkout");
  await asksForScript(page, "주문하고 결제하려면 브라우저에서 자바스크립트를 켜 주세요.");
});

test("the return from Toss completes the payment and shows the receipt without JavaScript", {
  tag: "@page",
}, async ({ page, shopper }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await signIn(page, shopper);

  await page.goto(
    `/payments/toss/success?${new URLSearchParams({ ...approved, amount: String(approved.amount) })}`,
  );

  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
  await expect(page.getByRole("region", { name: "주문 내역" })).toContainText(order.order_number);
  await page.getByRole("link", { name: "주문 보기" }).click();
  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "진행 상황" })).toBeVisible();
  await expect(page.getByText("배송 준비 중")).toBeVisible();
});

test("a checking page without JavaScript finds the result by itself", { tag: "@page" }, async ({
  page,
  shopper,
  world,
}) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  const { orderId } = approved;
  const away = await world.emulator.faults.add({ operation: "any", kind: "away", times: null, orderId });
  await shopper.comesBack(approved);
  await signIn(page, shopper);
  await page.goto(`/success?order_number=${order.order_number}`);
  await expect(page.getByText("확인하고 있어요. 다시 결제하지 마세요.")).toBeVisible();

  await world.emulator.faults.remove(away.id);
  await world.letPass(20_000);

  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
});

test("the return from Stripe shows the receipt in dollars without JavaScript", { tag: "@page" }, async ({
  page,
  shopper,
  world,
}) => {
  const order = await shopper.orders({ currency: "USD" });
  const { session_id } = await shopper.opensPage(order);
  await world.stripe.sessions.pay(session_id ?? "");
  await signIn(page, shopper);

  await page.goto(`/payments/stripe/success?session_id=${session_id}`);

  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("US$22.00");
});

test("while Stripe is silent a page without JavaScript says so, and finds the result by itself", {
  tag: "@page",
}, async ({ page, shopper, world }) => {
  const order = await shopper.orders({ currency: "USD" });
  const { session_id, payment } = await shopper.opensPage(order);
  const orderId = payment.gateway_order_id;
  await world.stripe.webhooks.pause(true, orderId);
  const mute = await world.stripe.faults.add({ operation: "look", kind: "away", times: null, orderId });
  await world.stripe.sessions.pay(session_id ?? "");
  await signIn(page, shopper);
  await page.goto(`/payments/stripe/success?session_id=${session_id}`);
  await expect(page.getByText("확인하고 있어요. 다시 결제하지 마세요.")).toBeVisible();
  await expect(page.getByText("빠져나간 금액은 없어요.")).toHaveCount(0);

  await world.stripe.faults.remove(mute.id);
  await world.letPass(60_000);

  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
});

test("a decline shows its reason without JavaScript", { tag: "@page" }, async ({ page, shopper }) => {
  const { approved } = await shopper.goesThroughTheWindow({}, { card: "lost_or_stolen" });
  await signIn(page, shopper);

  await page.goto(
    `/payments/toss/success?${new URLSearchParams({ ...approved, amount: String(approved.amount) })}`,
  );

  await expect(page.getByRole("heading", { name: "분실 또는 도난 신고된 카드예요" })).toBeVisible();
  await expect(page.getByText("빠져나간 금액은 없어요.")).toBeVisible();
});

test("a return that names no order of this browser says so without JavaScript", { tag: "@page" }, async ({
  page,
  shopper,
}) => {
  const order = await shopper.orders();
  for (const [path, heading] of [
    ["/success", "주문 조회"],
    [`/success?order_number=${order.order_number}`, "주문 조회"],
    ["/fail?code=order_not_found", "주문을 찾을 수 없어요"],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: heading }), path).toBeVisible();
  }
});

test("without JavaScript, the link in an email asks for it and leads to the order lookup", {
  tag: "@page",
}, async ({ page }) => {
  await page.goto("/orders/letter?number=ORD-20261121-7K3M9Q#until=1&proof=x");
  await asksForScript(
    page,
    "이 링크로 주문을 보려면 브라우저에서 자바스크립트를 켜 주세요. 주문번호로 조회할 수도 있어요.",
  );
  await page.getByRole("main").getByRole("link", { name: "주문 조회" }).click();
  await expect(page.getByLabel("주문번호")).toHaveValue("ORD-20261121-7K3M9Q");
});

test("the language can be switched without JavaScript", { tag: "@page" }, async ({ page }) => {
  await page.goto("/products/dawn-mug");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page).toHaveURL(/\/products\/dawn-mug$/);
  await expect(page.getByRole("heading", { name: "Dawn Mug" })).toBeVisible();
  await page.getByRole("button", { name: "한국어" }).click();
  await expect(page.getByRole("heading", { name: "새벽 머그" })).toBeVisible();
});
