import type { Page } from "playwright/test";
import type { Choice } from "../testing/toss-emulator";
import { expect, test } from "./fixtures";
import type { Shopper } from "./kit/shopper";

// What a shopper who must deposit sees: where, how much, until when, and what has happened since.

/** Mina requests an account in the gateway's window and opens her order. */
async function seesTheAccount(page: Page, shopper: Shopper, choice: Choice = {}) {
  const asked: Choice = { method: "VIRTUAL_ACCOUNT", bank: "88", customerName: "김민아", ...choice };
  const { order, approved } = await shopper.goesThroughTheWindow({}, asked);
  await shopper.comesBack(approved);
  await page.context().addCookies((await shopper.request.storageState()).cookies);
  await page.goto(`/orders/${order.order_number}`);
  const account = (await shopper.status(order)).virtual_account;
  return { order, paymentKey: approved.paymentKey, number: account?.account_number ?? "" };
}

const deposit = (page: Page) => page.getByRole("region", { name: "입금할 계좌" });

test("a shopper who must deposit reads where, how much and until when, and the page changes when the deposit arrives", {
  tag: ["@page", "@phone"],
}, async ({ page, shopper, world }) => {
  const { paymentKey, number } = await seesTheAccount(page, shopper);

  for (const told of ["신한은행", "김민아", "29,000원", "남았어요"])
    await expect(deposit(page)).toContainText(told);
  await expect(deposit(page)).toContainText(number);
  await world.emulator.payments.deposit(paymentKey);

  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
  await expect(deposit(page)).toHaveCount(0);
});

test("the account number is copied with the keyboard, and the button says so", { tag: "@page" }, async ({
  page,
  shopper,
}) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const { number } = await seesTheAccount(page, shopper);

  await page.getByRole("button", { name: "계좌번호 복사" }).focus();
  await page.keyboard.press("Enter");

  await expect(page.getByRole("button", { name: "복사했어요" })).toBeFocused();
  await expect(deposit(page).getByRole("status")).toHaveText("복사했어요");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(number);
});

test("where the browser cannot copy, the account number is selected for copying", { tag: "@page" }, async ({
  page,
  shopper,
}) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  const { number } = await seesTheAccount(page, shopper);

  await page.getByRole("button", { name: "계좌번호 복사" }).click();

  await expect(deposit(page).getByRole("status")).toHaveText("번호를 선택했어요. 복사해 주세요");
  expect(await page.evaluate(() => String(getSelection()))).toBe(number);
});

test("the remaining time counts down by itself", { tag: "@page" }, async ({ page, shopper }) => {
  await page.clock.install();
  await seesTheAccount(page, shopper, { validHours: 2 });
  const left = page.getByRole("timer");
  await expect(left).toHaveText(/^1시간 \d+분 남았어요$/);
  await page.clock.fastForward("01:20:00");
  await expect(left).toHaveText(/^\d+분 남았어요$/);
  await page.clock.fastForward("01:00:00");
  await expect(left).toHaveText("기한이 지났어요");
});

test("a deposit that the bank reverses is requested again, and a second deposit counts", {
  tag: "@page",
}, async ({ page, shopper, world }) => {
  const { order, paymentKey } = await seesTheAccount(page, shopper);
  await world.emulator.payments.deposit(paymentKey);
  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();

  await world.emulator.payments.reverseDeposit(paymentKey);
  await expect.poll(() => shopper.standing(order)).toBe("waiting_for_deposit");
  await page.reload();
  await expect(deposit(page)).toContainText("입금이 취소됐어요. 같은 계좌로 다시 입금해 주세요.");
  await world.emulator.payments.deposit(paymentKey);

  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the account and its deadline can be read, and nothing is offered that does not work", {
    tag: "@page",
  }, async ({ page, shopper }) => {
    const { number } = await seesTheAccount(page, shopper);
    await expect(deposit(page)).toContainText(number);
    await expect(deposit(page).getByRole("time")).toBeVisible();
    await expect(deposit(page).getByRole("button")).toHaveCount(0);
    await expect(page.getByRole("timer")).toHaveCount(0);
  });
});
