import { expect, test } from "./fixtures";
import { faultsInBooks, piecesTaken, stockAndSold } from "./kit/books";
import { mina } from "./kit/buyer";
import { isTold } from "./kit/sample";
import { cards, type StripeWay, stripeBuyerOn } from "./kit/stripe-buyer";
import {
  expectChargedOnceByStripe,
  expectNothingTakenByStripe,
  feesOf,
  newestAttempt,
  pagesOf,
} from "./kit/stripe-truth";

// One T-shirt in dollars, on Stripe's page and in its card form on the order sheet.

test.use({ currency: "USD" });

const amount = 2_200;
const price = { ko: "US$22.00", en: "$22.00" };

const ways: [StripeWay, string][] = [
  ["page", "on Stripe’s page"],
  ["card", "in the card form"],
];

const oneShirt = [{ sku: "TEE-COOL", pieces: 1 }];

for (const [n, [way, where]] of ways.entries()) {
  for (const language of ["ko", "en"] as const)
    test.describe(`in ${language}`, () => {
      test.use({ locale: language === "ko" ? "ko-KR" : "en-US" });

      test(`a shirt is paid ${where}, from the product page to a receipt in dollars, in ${language}`, {
        tag: language === "ko" ? ["@phone", "@page", "@sampled"] : "@page",
      }, async ({ page, isMobile, world }) => {
        // The check runs Korean on a phone and English on desktop.
        test.skip(!isTold(isMobile === (language === "ko")), "told in another tier");
        const buyer = stripeBuyerOn(page, language);
        const whole = await stockAndSold(world);

        await page.goto("/");
        await page.getByRole("link", { name: buyer.say.tShirt }).click();
        await expect(page.getByRole("main")).toContainText(price[language]);
        await page.getByRole("button", { name: buyer.say.add }).click();
        await page.getByRole("link", { name: buyer.say.seeCart }).click();
        await page.getByRole("link", { name: buyer.say.checkOut }).click();
        await buyer.fillsIn();
        await buyer.chooses(way);
        await expect(buyer.payButton).toContainText(price[language]);
        if (way === "page") await buyer.goesToStripe();
        await buyer.pays(way);
        await buyer.seesTheReceipt();

        const receipt = page.getByRole("region", { name: language === "ko" ? "주문 내역" : "Order details" });
        for (const detail of [buyer.say.tShirt, mina.name, mina.email, /4242/, price[language]])
          await expect(receipt).toContainText(detail);
        await expect(page.getByRole("main")).not.toContainText(/₩|\d원/);
        const order = { order_number: await buyer.orderNumber(), amount };
        await expectChargedOnceByStripe(world, order);
        expect(await piecesTaken(world, order)).toEqual(oneShirt);
        expect(await stockAndSold(world)).toEqual(whole);
        await expect(page.getByRole("banner")).not.toContainText("1");
        // Stripe reports its fee a moment later.
        await expect.poll(() => feesOf(world, order)).toEqual({ told: [94], posted: [94] });
        expect(await faultsInBooks(world, order)).toEqual([]);
      });
    });

  test(`the bank asks for authentication and gets it: paid ${where}`, {
    tag: ["@phone", "@page", "@sampled"],
  }, async ({ page, isMobile, world }) => {
    test.skip(!isTold(isMobile === (n === 0)), "told in another tier");
    const buyer = stripeBuyerOn(page);
    await buyer.comesToTheCard(way);
    await buyer.pays(way, cards.asking);
    await buyer.answersTheBank(way, "complete");

    await buyer.seesTheReceipt();

    await expect(page.getByRole("main")).toContainText(price.ko);
    await expectChargedOnceByStripe(world, { order_number: await buyer.orderNumber(), amount });
  });

  test(`declined, not authenticated, declined again: the fourth card pays ${where}`, {
    tag: "@page",
  }, async ({ page, world }) => {
    const buyer = stripeBuyerOn(page);
    const whole = await stockAndSold(world);
    await buyer.comesToTheCard(way);
    for (const [number, answer, why] of [
      [cards.short, null, /잔액이/],
      [cards.asking, "fail", /본인 인증/],
      [cards.askingAndDeclined, "complete", /거절/],
    ] as const)
      await test.step(number, async () => {
        await buyer.pays(way, number);
        if (answer) await buyer.answersTheBank(way, answer);
        await buyer.isRefused(way, why);
        await expectNothingTakenByStripe(world, (await newestAttempt(world)).order);
      });
    const { order } = await newestAttempt(world);

    await buyer.pays(way);
    await buyer.seesTheReceipt();

    await expect(page.getByRole("main")).toContainText(price.ko);
    expect(await buyer.orderNumber()).toBe(order.order_number);
    await expectChargedOnceByStripe(world, order);
    // Four tries made one payment, and took one shirt.
    expect(await pagesOf(world, order)).toHaveLength(way === "page" ? 1 : 0);
    expect(await piecesTaken(world, order)).toEqual(oneShirt);
    expect(await stockAndSold(world)).toEqual(whole);
    expect(await faultsInBooks(world, order)).toEqual([]);
  });
}

test("an incomplete card orders nothing, and the form says what is missing", {
  tag: ["@phone", "@page"],
}, async ({ page, world }) => {
  const buyer = stripeBuyerOn(page);
  await buyer.comesToTheCard("card");
  const orders = await world.sql("SELECT count(*) AS n FROM orders");
  await buyer.typesCard("card", "4242 4242");
  await buyer.payButton.click();

  await buyer.isRefused("card", /카드 정보를 마저 입력해 주세요/);
  await expect(buyer.cardForm.getByText("카드 번호를 끝까지 입력하세요.")).toBeVisible();
  expect(await world.sql("SELECT count(*) AS n FROM orders")).toEqual(orders);
  await expect(buyer.field("name")).toHaveValue(mina.name);
  await buyer.pays("card");
  await buyer.seesTheReceipt();
});
