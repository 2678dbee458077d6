import { expect, test } from "./fixtures";
import { buyerOn } from "./kit/buyer";
import { axeFindings } from "./kit/everyone";
import { sellsALesson } from "./kit/other-server";
import { expectChargedOnce } from "./kit/truth";

test("a school's server sells a lesson by a link, and its student returns to the school", {
  tag: ["@page", "@phone"],
}, async ({ page, isMobile, world }) => {
  const shop = world.apps[0].url;
  const { order_number, amount, checkout_url } = await sellsALesson(world);
  const buyer = buyerOn(page, isMobile);

  await test.step("without its proof the address shows nothing of the order", async () => {
    await page.goto(checkout_url.split("#")[0] ?? "");
    await expect(page.getByRole("heading", { name: "주문 조회" })).toBeVisible();
  });
  await test.step("the link leads to what is paid, and leaves no proof in the address", async () => {
    await page.goto(checkout_url);
    await expect(page.getByText("11월 수업료")).toBeVisible();
    await expect(page).toHaveURL(`${shop}/pay/${order_number}`);
    await expect(page.getByRole("link", { name: "상점으로 돌아가기" })).toHaveAttribute(
      "href",
      `${shop}/privacy?order_number=${order_number}`,
    );
  });
  await test.step("it is paid like any other order", async () => {
    await buyer.choosesACard();
    expect(await axeFindings(page)).toEqual([]);
    await buyer.payButton.click();
    await buyer.inWindow("pay").click();
    await expect(page).toHaveURL(`${shop}/terms?from=school&order_number=${order_number}`);
    await expectChargedOnce(world, { order_number, amount });
  });
  await test.step("the link shows the order from now on", async () => {
    await page.goto(checkout_url);
    await expect(page.getByRole("heading", { name: buyer.say.paid })).toBeVisible();
  });
});
