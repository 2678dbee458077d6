import type { Page, Route } from "playwright/test";
import { expect, test } from "./fixtures";
import { buyerOn } from "./kit/buyer";
import { hire } from "./kit/desk";

// On a slow connection a page can be read, and typed into, before its script has loaded.

test("a shopper enters a refund account before the script has loaded: the page stays, and everything is sent", {
  tag: ["@page", "@phone"],
}, async ({ page, shopper }) => {
  const order = await shopper.paysTwiceByDeposit();
  await page.context().addCookies((await shopper.request.storageState()).cookies);
  const scriptComes = await onASlowLine(page);
  await page.goto(`/orders/${order.order_number}`, { waitUntil: "commit" });
  const form = page.getByRole("form", { name: "환불받을 계좌" });
  const send = form.getByRole("button", { name: "이 계좌로 환불받기" });
  await form.getByLabel("은행").selectOption({ label: "우리은행" });
  await form.getByLabel("계좌번호").fill("1002-123-456789");
  await form.getByLabel("예금주").fill("김민아");
  await form.getByLabel("예금주").press("Enter");
  await expect(send).toBeDisabled();

  await scriptComes();
  await send.click();
  await expect(form).toHaveCount(0);
  await expect.poll(() => shopper.next(order)).toBe("none");
});

test("a shopper gives a reason to cancel before the script has loaded, and is then asked for the details", {
  tag: "@page",
}, async ({ page, shopper }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.confirms(approved);
  await page.context().addCookies((await shopper.request.storageState()).cookies);
  const scriptComes = await onASlowLine(page);
  await page.goto(`/orders/${order.order_number}`, { waitUntil: "commit" });
  await page.getByText("주문 취소 요청하기").click();
  const form = page.getByRole("form", { name: "취소 요청 보내기" });
  const send = form.getByRole("button", { name: "취소 요청 보내기" });
  await form.getByLabel("취소 사유").selectOption({ label: "직접 입력" });
  await expect(send).toBeDisabled();

  await scriptComes();
  await send.click();
  await form.getByLabel("자세한 사유").fill("색이 생각과 달라요");
  await send.click();
  await expect(page.getByText("색이 생각과 달라요")).toBeVisible();
});

test("a shopper fills in the order sheet before the script has loaded: it is kept, and wins over what was kept before", {
  tag: ["@page", "@phone"],
}, async ({ page }) => {
  const buyer = buyerOn(page, false);
  await buyer.putsAShirtIntoTheCart();
  await page.evaluate(() =>
    localStorage.setItem("twotrack.sheet", JSON.stringify({ name: "김민호", line1: "세종대로 110" })),
  );
  const scriptComes = await onASlowLine(page);
  await page.goto("/checkout", { waitUntil: "commit" });
  await buyer.field("name").fill("김민아");
  await page.getByLabel("배송 요청사항").selectOption("경비실에 맡겨 주세요");
  await page.getByLabel("이 기기에 주문 정보 저장하기").check();
  await buyer.field("email").fill("mina@example.com");
  await buyer.field("email").press("Enter");
  await expect(buyer.payButton).toBeDisabled();
  expect(new URL(page.url()).search).toBe("");

  await scriptComes();
  for (const loaded of ["first", "again"]) {
    if (loaded === "again") await page.reload();
    await expect(buyer.field("address")).toHaveValue("세종대로 110");
    await expect(buyer.field("name")).toHaveValue("김민아");
    await expect(buyer.field("email")).toHaveValue("mina@example.com");
    await expect(page.getByLabel("배송 요청사항")).toHaveValue("경비실에 맡겨 주세요");
    await expect(page.getByLabel("이 기기에 주문 정보 저장하기")).toBeChecked();
  }
});

test("signing in before the script has loaded keeps the page and what was typed", {
  tag: "@page",
}, async ({ page, world }) => {
  const { email, password } = await hire(world, "support", page.request);
  await page.context().clearCookies({ name: /twotrack-desk/ });
  const scriptComes = await onASlowLine(page);
  await page.goto("/admin/sign-in", { waitUntil: "commit" });
  await page.getByLabel("이메일").fill(email);
  await page.getByLabel("비밀번호").fill(password);
  await page.getByLabel("비밀번호").press("Enter");
  const send = page.getByRole("button", { name: "로그인" });
  await expect(send).toBeDisabled();

  await scriptComes();
  await send.click();
  await page.waitForURL("**/admin");
});

/** Holds back the scripts of later pages until the returned function is called. */
async function onASlowLine(page: Page): Promise<() => Promise<void>> {
  const scripts = /_next\/static\/.*\.js/;
  const held: Route[] = [];
  let comes = false;
  await page.route(scripts, async (route) => {
    if (comes) await route.continue();
    else held.push(route);
  });
  return async () => {
    comes = true;
    await Promise.all(held.map((route) => route.continue()));
    await expect(page.locator("form button:disabled")).toHaveCount(0);
  };
}
