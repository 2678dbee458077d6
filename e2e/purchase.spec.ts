import { expect, test } from "./fixtures";
import { buyerOn, mina } from "./kit/buyer";
import { expectChargedOnce } from "./kit/truth";

for (const language of ["ko", "en"] as const)
  test.describe(() => {
    test.use({ locale: language === "ko" ? "ko-KR" : "en-US" });

    test(`a T-shirt bought by card leads to a receipt, in ${language}`, {
      tag: language === "ko" ? ["@phone", "@rows"] : "@phone",
    }, async ({ page, isMobile, world }) => {
      const buyer = buyerOn(page, isMobile, language);
      const { say } = buyer;

      await page.goto("/");
      await page.getByRole("link", { name: say.tShirt }).click();
      await page.getByRole("button", { name: say.add }).click();
      await page.getByRole("link", { name: say.seeCart }).click();
      await page.getByRole("link", { name: say.checkOut }).click();
      await buyer.fillsIn();
      await buyer.choosesACard();
      await buyer.payButton.click();
      await buyer.approves();
      await buyer.seesTheReceipt();

      const receipt = page.getByRole("region", { name: language === "ko" ? "주문 내역" : "Order details" });
      for (const detail of [say.tShirt, mina.name, mina.email, /110/, /29,000/])
        await expect(receipt).toContainText(detail);
      const order_number = await buyer.orderNumber();
      await expectChargedOnce(world, { order_number, amount: 29_000 });
      await expect(page.getByRole("banner")).not.toContainText("1");
    });
  });
