import type { Page } from "playwright/test";
import type { Reply } from "@/components/api";
import { expect, test } from "./fixtures";
import { faultsInBooks } from "./kit/books";
import { hire, signIn } from "./kit/desk";
import { axeFindings, isTooWide } from "./kit/everyone";
import { lettersOf } from "./kit/letters";
import { answer, type Order, refusalOf, type Shopper } from "./kit/shopper";
import { declines, sendsOff } from "./kit/staff";
import { takenAtGateway } from "./kit/truth";

// A shopper who has paid wants to cancel, from the order's page.

type Asked = Reply<"POST /orders/cancel-request">;

async function buysByCard(shopper: Shopper) {
  const { order, approved } = await shopper.goesThroughTheWindow();
  expect((await shopper.confirms(approved)).status()).toBe(200);
  return { order, approved };
}

const asks = (
  shopper: Shopper,
  { order_number }: Pick<Order, "order_number">,
  reason = "마음이 바뀌었어요",
) => shopper.post("/orders/cancel-request", { order_number, reason });

async function sees(page: Page, shopper: Shopper, { order_number }: Order) {
  await page.context().addCookies((await shopper.request.storageState()).cookies);
  await page.goto(`/orders/${order_number}`);
}

test("a shopper requests a cancellation with the keyboard alone, sees that it was sent, and reads the shop's reply on the page and in an email", {
  tag: ["@page", "@phone"],
}, async ({ page, shopper, world }) => {
  const { order } = await buysByCard(shopper);
  await sees(page, shopper, order);
  await page.getByText("주문 취소 요청하기").focus();
  await page.keyboard.press("Enter");
  const form = page.getByRole("form", { name: "취소 요청 보내기" });
  await expect(page.getByText("취소되면 결제한 금액(29,000원)을 환불해요.")).toBeVisible();
  await form.getByRole("button", { name: "취소 요청 보내기" }).press("Enter");
  await expect(form.getByLabel("취소 사유")).toBeFocused();
  await expect(form).toContainText("취소 사유를 선택해 주세요.");
  expect(await axeFindings(page)).toEqual([]);
  expect(await isTooWide(page)).toBe(false);

  await form.getByLabel("취소 사유").selectOption({ label: "직접 입력" });
  await form.getByLabel("자세한 사유").fill("색이 생각과 달라요");
  await form.getByLabel("자세한 사유").press("Enter");
  await expect(page.getByRole("heading", { name: "취소를 요청했어요" })).toBeVisible();
  await expect(page.getByText("색이 생각과 달라요")).toBeVisible();
  await expect(form).toHaveCount(0);
  expect(await shopper.standing(order)).toBe("paid");

  await declines(world, order, "오늘 아침에 이미 보냈어요.");
  await page.reload();
  await expect(page.getByRole("heading", { name: "취소 요청이 거절됐어요" })).toBeVisible();
  await expect(page.getByText("오늘 아침에 이미 보냈어요.")).toBeVisible();
  await expect
    .poll(async () => (await lettersOf(world, order)).map(({ text }) => text).join())
    .toContain("오늘 아침에 이미 보냈어요.");
});

test("neither somebody else's order nor another site's form can request a cancellation", async ({
  newShopper,
  shopper,
}) => {
  const { order } = await buysByCard(shopper);
  const stranger = await newShopper();
  expect(await refusalOf(await asks(stranger, order))).toEqual({ status: 404, code: "order_not_found" });
  const elsewhere = {
    data: { order_number: order.order_number, reason: "x" },
    headers: { origin: "https://evil.example" },
  };
  expect(await refusalOf(await shopper.request.post("/orders/cancel-request", elsewhere))).toEqual({
    status: 403,
    code: "origin_not_allowed",
  });
  expect((await shopper.status(order)).cancel).toMatchObject({ way: "ask", request: null });
});

test("a shopper who repeats the request too often is told to wait, and it is still one request", {
  tag: "@rows",
}, async ({ shopper }) => {
  const { order } = await buysByCard(shopper);
  for (let time = 1; time <= 10; time += 1)
    expect((await answer<Asked>(await asks(shopper, order), 200)).outcome).toBe("asked");
  expect(await refusalOf(await asks(shopper, order))).toEqual({ status: 429, code: "too_many_requests" });
  expect((await shopper.status(order)).cancel).toMatchObject({ way: "no", request: { state: "asked" } });
});

test.describe("in a shop that refunds cancellations immediately", () => {
  const env = { SHOPPER_CANCEL: "refund" };

  test("a phone bill of another month is not promised back: the shopper asks, and staff read how to return it", {
    tag: "@page",
  }, async ({ page, openWorld, newShopper }) => {
    const world = await openWorld({ env });
    const shopper = await newShopper(world);
    const { order, approved } = await shopper.goesThroughTheWindow({}, { method: "MOBILE_PHONE" });
    expect((await shopper.confirms(approved)).status()).toBe(200);
    const { request, app } = { request: page.request, app: world.apps[0] };
    const sora = await hire(world, "manager", request);
    await world.letPass(32 * 86_400_000);

    await page.context().addCookies((await shopper.request.storageState()).cookies);
    await page.goto(`${app.url}/orders/${order.order_number}`);
    await page.getByText("주문 취소 요청하기").click();
    await expect(page.getByText("돌려받는 방법은 상점이 따로 안내해요")).toBeVisible();
    await expect(page.getByText("휴대폰 요금에서 빠져요")).toHaveCount(0);
    await page.getByLabel("취소 사유").selectOption({ index: 1 });
    await page.getByRole("button", { name: "취소 요청 보내기" }).click();
    await expect(page.getByRole("heading", { name: "취소를 요청했어요" })).toBeVisible();
    expect(await shopper.standing(order)).toBe("paid");

    await signIn(request, app, sora);
    await page.goto(`${app.url}/admin/orders/${order.order_number}`);
    await expect(page.getByText("고객의 계좌로 직접 이체하고, 아래에 그렇게 답해 주세요")).toBeVisible();
  });

  test("the gateway refunds without answering and the shopper presses twice: one refund, and the page shows its progress", {
    tag: "@page",
  }, async ({ page, openWorld, newShopper }) => {
    const world = await openWorld({ env });
    const shopper = await newShopper(world);
    const { order, approved } = await buysByCard(shopper);
    const cut = { operation: "cancel", kind: "drop_after", times: null, orderId: approved.orderId } as const;
    // Its webhook is lost as well, so only the shop's own look can reveal the result.
    await world.emulator.webhooks.pause(true, approved.orderId);
    const { id } = await world.emulator.faults.add(cut);
    await page.context().addCookies((await shopper.request.storageState()).cookies);
    await page.goto(`${world.apps[0].url}/orders/${order.order_number}`);
    await page.getByText("주문 취소하기").click();
    await expect(
      page.getByText("누르면 바로 주문이 취소되고 결제한 금액(29,000원)을 환불해요."),
    ).toBeVisible();
    await page.getByLabel("취소 사유").selectOption({ label: "마음이 바뀌었어요" });
    await page.getByRole("button", { name: "주문 취소하고 환불받기" }).dblclick();
    await expect(page.getByRole("heading", { name: "환불하고 있어요", exact: true })).toBeVisible();
    await expect(page.getByText("결제 금액을 모두 환불하고 있어요.")).toBeVisible();
    await expect(page.getByRole("region", { name: "환불 내역" })).toContainText("환불하고 있어요");
    expect((await answer<Asked>(await asks(shopper, order), 202)).outcome).toBe("refunding");

    await world.emulator.faults.remove(id);
    await world.letPass(60_000);
    await expect(page.getByRole("heading", { name: "환불했어요", exact: true })).toBeVisible();
    await expect(page.getByRole("region", { name: "환불 내역" })).toContainText("카드 승인이 바로 취소돼서");
    expect((await answer<Asked>(await asks(shopper, order), 200)).outcome).toBe("refunded");
    const [paid] = await takenAtGateway(world, order);
    expect(paid?.cancels?.map(({ cancelAmount }) => cancelAmount)).toEqual([29_000]);
    await expect.poll(() => faultsInBooks(world)).toEqual([]);
    // It polls until it is closed, and its shop ends with this test.
    await page.close();
  });

  test("canceling a shipped order is only a request, and nothing is refunded automatically", async ({
    openWorld,
    newShopper,
  }) => {
    const world = await openWorld({ env });
    const shopper = await newShopper(world);
    const { order } = await buysByCard(shopper);
    await sendsOff(world, order);
    expect((await shopper.status(order)).cancel.way).toBe("ask");
    const told = await answer<Asked>(await asks(shopper, order), 200);
    expect(told).toMatchObject({ outcome: "asked", request: { state: "asked" } });
    expect(await shopper.status(order)).toMatchObject({
      refunded: 0,
      refunds: [],
      order: { status: "paid" },
    });
  });
});
