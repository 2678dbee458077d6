import { expect, test } from "./fixtures";
import { buyerOn, mina } from "./kit/buyer";

test("what is typed survives a reload, another page and the back button", { tag: "@page" }, async ({
  page,
}) => {
  const buyer = buyerOn(page, false);
  await buyer.putsAShirtIntoTheCart();
  await page.goto("/checkout");
  await buyer.fillsIn();
  const kept = async () => {
    for (const [name, value] of Object.entries(mina))
      await expect(buyer.field(name as keyof typeof mina)).toHaveValue(value);
  };

  await page.reload();
  await kept();
  await page.getByRole("link", { name: "변경" }).click();
  await expect(page.getByRole("heading", { name: "장바구니", level: 1 })).toBeVisible();
  await page.goBack();
  await kept();
  await page.goto("/");
  await page.goto("/checkout");
  await kept();
});

test("what is missing is said beside its field, and the first of it gets the focus", {
  tag: "@page",
}, async ({ page }) => {
  const buyer = buyerOn(page, false);
  await buyer.putsAShirtIntoTheCart();
  await page.goto("/checkout");
  await buyer.choosesACard();
  await buyer.field("name").fill(mina.name);
  await buyer.field("phone").fill(mina.phone);
  await buyer.field("email").fill("mina at example");

  await buyer.payButton.click();

  await expect(buyer.field("email")).toBeFocused();
  await expect(buyer.field("email")).toHaveAccessibleDescription(/name@example.com처럼 입력해 주세요/);
  await expect(buyer.field("postcode")).toHaveAccessibleDescription(/04524처럼/);
  await expect(buyer.field("name")).not.toHaveAttribute("aria-invalid", "true");
  await buyer.field("email").fill(mina.email);
  await expect(buyer.field("email")).not.toHaveAttribute("aria-invalid", "true");
  await buyer.fillsIn();
  await buyer.payButton.click();
  await expect(buyer.inWindow("pay")).toBeVisible();
});

test("a telephone number is written as people write it, however it is pasted", { tag: "@page" }, async ({
  page,
}) => {
  const buyer = buyerOn(page, false);
  await buyer.putsAShirtIntoTheCart();
  await page.goto("/checkout");
  for (const pasted of ["01012345678", "+82 10 1234 5678", "０１０－１２３４－５６７８"]) {
    await buyer.field("phone").fill(pasted);
    await expect(buyer.field("phone")).toHaveValue("010-1234-5678");
  }
});

test("a buyer who chose no card or did not agree is told what to do", { tag: "@page" }, async ({ page }) => {
  const buyer = buyerOn(page, false);
  await buyer.putsAShirtIntoTheCart();
  await page.goto("/checkout");
  await buyer.fillsIn();
  const methods = page.frameLocator(`iframe[title="${buyer.say.methods}"]`);
  await expect(methods.getByRole("radio", { name: buyer.say.company, exact: true })).toBeVisible();
  const alert = page.getByRole("main").getByRole("alert");

  await buyer.payButton.click();
  await expect(alert).toContainText("카드사를 먼저 골라 주세요.");
  await methods.getByRole("radio", { name: buyer.say.company, exact: true }).check();
  await buyer.payButton.click();
  await expect(alert).toContainText("필수 약관에 동의해야 결제할 수 있어요.");
  await buyer.choosesACard();
  await buyer.payButton.click();
  await expect(buyer.inWindow("pay")).toBeVisible();
});

test("a gateway whose script does not load is said, and can be tried again", { tag: "@page" }, async ({
  page,
  context,
}) => {
  const buyer = buyerOn(page, false);
  await buyer.putsAShirtIntoTheCart();
  const script = "**/v2/standard";
  await context.route(script, (route) => route.fulfill({ status: 404 }));
  await page.goto("/checkout");

  const notice = page.getByText("결제 방법을 불러오지 못했어요.");
  await expect(notice).toBeVisible();
  await context.unroute(script);
  await page.getByRole("button", { name: "다시 불러오기" }).click();

  await buyer.choosesACard();
  await expect(notice).toHaveCount(0);
});

test("a cart that changed after the window was opened is another sum and another order", {
  tag: "@page",
}, async ({ page, world }) => {
  const buyer = buyerOn(page, false);
  await buyer.goesToTheWindow();
  await buyer.inWindow("cancel").click();
  await page.goto("/cart");
  await page.getByRole("button", { name: "쿨 티셔츠 하나 더하기" }).click();
  await page.goto("/checkout");
  await expect(buyer.payButton).toHaveText("58,000원 결제하기");
  await buyer.choosesACard();
  await buyer.payButton.click();
  await buyer.approves();
  await buyer.seesTheReceipt();

  const order_number = await buyer.orderNumber();
  const orders = await world.sql(
    "SELECT number, status, amount FROM orders ORDER BY created_at DESC LIMIT 2",
  );
  expect(orders).toEqual([
    { number: order_number, status: "paid", amount: 58_000 },
    { number: expect.any(String), status: "canceled", amount: 29_000 },
  ]);
});
