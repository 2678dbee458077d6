import { expect, test } from "./fixtures";
import { buyerOn, mina } from "./kit/buyer";
import { isTold } from "./kit/sample";
import { expectChargedOnce, expectNothingTaken } from "./kit/truth";

// What happens in the gateway's window without a payment: a plain message, nothing lost, and another try.

test("a buyer at a computer cancels in the payment window and then pays", { tag: "@page" }, async ({
  page,
  world,
}) => {
  const buyer = buyerOn(page, false);
  await buyer.goesToTheWindow();

  await buyer.inWindow("cancel").click();

  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "결제를 취소했어요. 입력한 내용은 그대로 있으니",
  );
  await expect(buyer.field("name")).toHaveValue(mina.name);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await buyer.payButton.click();
  await buyer.approves();
  await buyer.seesTheReceipt();
  await expectChargedOnce(world, { order_number: await buyer.orderNumber(), amount: 29_000 });
});

test("Escape closes the payment window as the cancel button does", { tag: "@page" }, async ({ page }) => {
  const buyer = buyerOn(page, false);
  await buyer.goesToTheWindow();

  await page.keyboard.press("Escape");

  await expect(page.getByRole("main").getByRole("alert")).toContainText("결제를 취소했어요");
  await expect(buyer.payButton).toBeEnabled();
});

test("the back button closes the payment window and leaves the order sheet for the page before", {
  tag: "@page",
}, async ({ page }) => {
  const buyer = buyerOn(page, false);
  await buyer.putsAShirtIntoTheCart();
  await page.getByRole("link", { name: buyer.say.seeCart }).click();
  await page.getByRole("link", { name: buyer.say.checkOut }).click();
  await buyer.fillsIn();
  await buyer.choosesACard();
  await buyer.payButton.click();
  await expect(buyer.inWindow("pay")).toBeVisible();

  await page.goBack();

  await expect(page.getByRole("heading", { name: "장바구니", level: 1 })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("link", { name: buyer.say.checkOut }).click();
  await expect(buyer.field("name")).toHaveValue(mina.name);
  await buyer.choosesACard();
  await buyer.payButton.click();
  await buyer.approves();
  await buyer.seesTheReceipt();
});

test("a buyer at a computer authenticates in the card company's app on a phone", {
  tag: "@page",
}, async ({ page, browser, world }) => {
  const buyer = buyerOn(page, false);
  await buyer.goesToTheWindow();
  await buyer.paymentWindow.getByRole("button", { name: "앱카드로 결제" }).click();
  const shown = buyer.paymentWindow.getByRole("link", { name: "휴대폰에 열릴 앱 화면" });
  const app = new URL((await shown.getAttribute("href")) ?? "", world.emulator.url).href;

  const phone = await (await browser.newContext({ locale: "ko-KR" })).newPage();
  await phone.goto(app);
  await phone.getByRole("button", { name: "인증하기" }).click();
  await expect(phone.getByRole("heading", { name: "인증을 마쳤습니다" })).toBeVisible();
  await phone.context().close();

  await buyer.seesTheReceipt();
  await expectChargedOnce(world, { order_number: await buyer.orderNumber(), amount: 29_000 });
});

const endings = [
  {
    what: "declines the identity check",
    end: (buyer: ReturnType<typeof buyerOn>) => buyer.inWindow("decline").click(),
    says: "결제가 중간에 멈췄어요",
  },
  {
    what: "is refused by the card company",
    end: (buyer: ReturnType<typeof buyerOn>) => buyer.approves("issuer_refused"),
    says: "카드사에서 승인을 거절했어요",
  },
  {
    what: "has too little money on the card",
    end: (buyer: ReturnType<typeof buyerOn>) => buyer.approves("insufficient_balance"),
    says: "카드 한도를 넘었거나 잔액이 부족해요",
  },
  {
    what: "has reached the daily limit",
    end: (buyer: ReturnType<typeof buyerOn>) => buyer.approves("limit_exceeded"),
    says: "오늘 결제할 수 있는 횟수를 넘었어요",
  },
];

// The check alternates each between a phone and desktop.
for (const [n, { what, end, says }] of endings.entries())
  test(`a buyer who ${what} reads why, loses nothing, and pays with another card`, {
    tag: ["@phone", "@page", "@sampled"],
  }, async ({ page, isMobile, world }) => {
    test.skip(!isTold(isMobile === (n % 2 === 0)), "told in another tier");
    const buyer = buyerOn(page, isMobile);
    await buyer.goesToTheWindow();

    await end(buyer);

    await expect(page.getByRole("heading", { name: says })).toBeVisible();
    await expect(page.getByText("빠져나간 금액은 없어요.")).toBeVisible();
    const order_number = await buyer.orderNumber();
    await expectNothingTaken(world, { order_number, amount: 29_000 });
    await page.getByRole("link", { name: "다시 결제하기" }).click();
    await expect(buyer.field("name")).toHaveValue(mina.name);
    await expect(buyer.field("phone")).toHaveValue(mina.phone);
    await expect(buyer.field("address")).toHaveValue(mina.address);
    await buyer.choosesACard();
    await buyer.payButton.click();
    await buyer.approves();
    await buyer.seesTheReceipt();
    expect(await buyer.orderNumber()).toBe(order_number);
    await expectChargedOnce(world, { order_number, amount: 29_000 });
  });
