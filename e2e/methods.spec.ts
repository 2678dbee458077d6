import type { Page } from "playwright/test";
import { expect, test } from "./fixtures";
import { buyerOn } from "./kit/buyer";
import type { Language } from "./kit/language";
import { isTold } from "./kit/sample";
import { attemptsOf, type Charged, expectChargedOnce, expectNothingTaken } from "./kit/truth";
import { instantWays, virtualAccount } from "./kit/ways";
import type { World } from "./world";

const shirt = 29_000;

/** Toss's payments for the order's first attempt. */
async function accountsOf(world: World, order: Charged) {
  const [orderId = ""] = await attemptsOf(world, order);
  return world.emulator.payments.list(orderId);
}

// Every method, through its real widget and window, on desktop and on a phone.
for (const language of ["ko", "en"] as const)
  test.describe(() => {
    test.use({ locale: language === "ko" ? "ko-KR" : "en-US" });
    // The check runs Korean on desktop and English on a phone, alternating the methods between them.
    const isSeen = (isMobile: boolean) => isMobile === (language === "en");
    const isElsewhere = "told in another tier";

    for (const [n, way] of instantWays.entries())
      test(`paid ${way.what}, in ${language}`, { tag: ["@phone", "@page", "@sampled"] }, async ({
        page,
        isMobile,
        world,
      }) => {
        test.skip(!isTold(isSeen(isMobile) && isMobile === (n % 2 === 0)), isElsewhere);
        const buyer = buyerOn(page, isMobile, language);

        await buyer.paysBy(way);

        await buyer.seesTheReceipt();
        await expect(receiptIn(page, language)).toContainText(way.receipt[language]);
        const order = { order_number: await buyer.orderNumber(), amount: way.shirts * shirt };
        await expectChargedOnce(world, order);
        const [payment] = await world.sql(
          `SELECT p.method FROM payments p JOIN orders o ON o.winner_payment_id = p.id WHERE o.number = '${order.order_number}'`,
        );
        expect(payment).toEqual({ method: way.method });
      });

    test(`paid ${virtualAccount.what}, reversed by the bank and paid again, in ${language}`, {
      tag: ["@phone", "@page", "@sampled"],
    }, async ({ page, isMobile, world }) => {
      test.skip(!isTold(isSeen(isMobile)), isElsewhere);
      const buyer = buyerOn(page, isMobile, language);
      const say = accountWords[language];
      await buyer.paysBy(virtualAccount);
      await expect(page.getByRole("heading", { name: say.waiting })).toBeVisible();
      const order = { order_number: await buyer.orderNumber(), amount: shirt };
      const [payment] = await accountsOf(world, order);
      if (!payment) throw new Error("The gateway has issued no virtual account.");
      expect(payment).toMatchObject({ status: "WAITING_FOR_DEPOSIT", approvedAt: null });
      await expect(page.getByRole("main")).toContainText(say.bank);
      // The shop has taken the order: its cart is free for the next one.
      await expect(page.getByRole("banner")).not.toContainText("1");

      // The page learns of a deposit automatically.
      await world.emulator.payments.deposit(payment.paymentKey);
      await buyer.seesTheReceipt();
      await expectChargedOnce(world, order);
      await world.emulator.payments.reverseDeposit(payment.paymentKey);
      await expect.poll(() => standingOf(world, order)).toBe("waiting_for_deposit");
      await page.reload();
      await expect(page.getByRole("main")).toContainText(say.reversed);
      await world.emulator.payments.deposit(payment.paymentKey);
      await buyer.seesTheReceipt();

      await expect(receiptIn(page, language)).toContainText(virtualAccount.receipt[language]);
    });
  });

test("a virtual account that gets no deposit expires with its order, and a late deposit still pays the order", {
  tag: ["@phone", "@page"],
}, async ({ page, isMobile, world }) => {
  const buyer = buyerOn(page, isMobile);
  await buyer.paysBy(virtualAccount);
  await expect(page.getByRole("heading", { name: accountWords.ko.waiting })).toBeVisible();
  const order = { order_number: await buyer.orderNumber(), amount: shirt };
  const [payment] = await accountsOf(world, order);

  // The account's week passes, and then the last hour in which the order could be paid another way.
  await world.letPass(8 * 24 * hour);
  await expect.poll(() => standingOf(world, order)).not.toBe("waiting_for_deposit");
  await world.letPass(hour);
  await expect.poll(() => standingOf(world, order)).toBe("expired");
  await expectNothingTaken(world, order);
  await page.reload();
  await expect(page.getByRole("main")).toContainText("가상계좌가 만료됐으니 입금하지 마세요.");

  await world.emulator.payments.deposit(payment?.paymentKey ?? "", { late: true });
  await expect.poll(() => standingOf(world, order)).toBe("paid");
  await page.reload();
  await buyer.seesTheReceipt();
  await expectChargedOnce(world, order);
});

const hour = 3_600_000;

const standingOf = async (world: World, { order_number }: { order_number: string }) => {
  const [row] = await world.sql(`SELECT status FROM orders WHERE number = '${order_number}'`);
  return row?.status;
};

const receiptIn = (page: Page, language: Language) =>
  page.getByRole("region", { name: language === "ko" ? "주문 내역" : "Order details" });

const accountWords = {
  ko: {
    waiting: "입금을 기다리고 있어요",
    bank: "신한은행",
    reversed: "입금이 취소됐어요. 같은 계좌로 다시 입금해 주세요.",
  },
  en: {
    waiting: "Waiting for your deposit",
    bank: "Shinhan Bank",
    reversed: "Your deposit was reversed.",
  },
};
