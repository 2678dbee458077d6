import type { Browser, Page } from "playwright/test";
import type { Role } from "@/lib/contracts/roles";
import { seoulMonthEnds } from "@/lib/seoul";
import { expect, test } from "./fixtures";
import { faultsInBooks } from "./kit/books";
import { hire, signIn } from "./kit/desk";
import type { Order, Shopper } from "./kit/shopper";
import { takenAtStripe } from "./kit/stripe-truth";
import { takenAtGateway } from "./kit/truth";
import type { World } from "./world";

// Staff refund at the desk, in a browser. At the end, the shopper's page, the gateway and the books agree.

/** A staff member at the desk, in a separate browser. */
async function atDesk(browser: Browser, world: World, role: Role, name = "소라") {
  const [app] = world.apps;
  const context = await browser.newContext({ baseURL: app.url, locale: "ko-KR" });
  const page = await context.newPage();
  const member = await hire(world, role, context.request, name);
  return { page, member, [Symbol.asyncDispose]: () => context.close() };
}

async function buysByCard(shopper: Shopper): Promise<{ order: Order; orderId: string }> {
  const { order, approved } = await shopper.goesThroughTheWindow();
  expect((await shopper.confirms(approved)).status()).toBe(200);
  return { order, orderId: approved.orderId };
}

const finds = async (page: Page, { order_number }: Order) => {
  await page.goto("/admin/orders");
  await page.getByRole("searchbox", { name: "찾기" }).fill(order_number);
  await page.getByRole("button", { name: "찾기" }).click();
  await page.getByRole("link", { name: order_number }).click();
  await expect(page.getByRole("heading", { name: order_number, level: 1 })).toBeVisible();
};

/** Fills in the form and opens the summary. */
const prepares = async (page: Page, amount = "") => {
  await page.getByLabel(/^금액/).fill(amount);
  await page.getByLabel("사유", { exact: true }).selectOption({ label: "상품 불량" });
  await page.getByRole("button", { name: "환불 내용 확인" }).click();
};

const presses = (page: Page) => page.getByRole("button", { name: /(환불|승인 요청)하기$/ });
const figure = (page: Page, name: string) =>
  page.getByRole("term").filter({ hasText: name }).locator("xpath=following-sibling::dd");
const says = (page: Page, words: string) =>
  expect(page.getByRole("status").filter({ hasText: words })).toBeVisible();

test.describe("at the desk", { tag: "@page" }, () => {
  test("a manager signs in with the password she was given, finds an order, refunds it twice in part and then the rest", async ({
    browser,
    shopper,
    world,
  }) => {
    const { order } = await buysByCard(shopper);
    await using desk = await atDesk(browser, world, "manager");
    const { page } = desk;
    await finds(page, order);
    await expect(figure(page, "남은 금액")).toHaveText("29,000원");

    for (const [amount, left] of [
      ["9,000", "20,000원"],
      ["10000", "10,000원"],
    ] as const) {
      await prepares(page, amount);
      await expect(page.getByText(`환불 뒤에 남는 금액: ${left}`)).toBeVisible();
      await presses(page).click();
      await expect(figure(page, "남은 금액")).toHaveText(left);
    }
    await prepares(page);
    await presses(page).dblclick();
    await expect(figure(page, "남은 금액")).toHaveText("0원");
    await expect.poll(() => shopper.standing(order)).toBe("refunded");

    const [paid] = await takenAtGateway(world, order);
    expect(paid?.cancels?.map(({ cancelAmount }) => cancelAmount)).toEqual([9_000, 10_000, 10_000]);
    await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
    const log = await world.sql(
      `SELECT actor, action FROM audit_log WHERE subject = '${order.order_number}' ORDER BY at`,
    );
    expect(log).toEqual(Array(3).fill({ actor: `staff:${desk.member.id}`, action: "refund_asked" }));
  });

  test("an order in dollars is refunded through Stripe to the cent", async ({ browser, shopper, world }) => {
    const order = await shopper.paysByIntent();
    await using desk = await atDesk(browser, world, "manager");
    const { page } = desk;
    await finds(page, order);
    for (const amount of ["7.33", "0.01", ""]) {
      await prepares(page, amount);
      await presses(page).click();
      await says(page, "환불했어요");
    }
    await expect(figure(page, "남은 금액")).toHaveText("US$0.00");
    await expect.poll(() => shopper.standing(order)).toBe("refunded");
    const given = await world.sql(
      `SELECT r.amount FROM refunds r JOIN orders o ON o.id = r.order_id
       WHERE o.number = '${order.order_number}' ORDER BY r.created_at`,
    );
    expect(given).toEqual([733, 1, order.amount - 734].map((amount) => ({ amount })));
    const [paid] = await takenAtStripe(world, order);
    const back = paid?.latest_charge;
    expect(back?.amount_refunded).toBe(order.amount);
    expect(back?.refunds.data.map(({ amount }) => amount).toSorted((a, b) => a - b)).toEqual([
      1,
      733,
      order.amount - 734,
    ]);
    await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
  });

  test("two staff members refund one order in two browsers at once: one refund, and the other is told", async ({
    browser,
    shopper,
    world,
  }) => {
    const { order } = await buysByCard(shopper);
    await using sora = await atDesk(browser, world, "manager", "소라");
    await using minho = await atDesk(browser, world, "manager", "민호");
    const pages = [sora.page, minho.page];
    for (const page of pages) {
      await finds(page, order);
      await prepares(page);
    }
    await Promise.all(pages.map((page) => presses(page).click()));
    const told = await Promise.all(
      pages.map(async (page) => {
        const outcome = page.getByText(/^(환불했어요|그사이 다른 사람이 환불했어요)/);
        await expect(outcome.first()).toBeVisible();
        return ((await outcome.first().textContent()) ?? "").slice(0, 4);
      }),
    );
    expect(told.toSorted()).toEqual(["그사이 ", "환불했어"]);
    const [paid] = await takenAtGateway(world, order);
    expect(paid?.cancels).toHaveLength(1);
    await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
  });

  test("the gateway refunds without answering: staff are told not to press, press anyway, and the page finds the one refund", async ({
    browser,
    shopper,
    world,
  }) => {
    const { order, orderId } = await buysByCard(shopper);
    await using desk = await atDesk(browser, world, "manager");
    const { page } = desk;
    await finds(page, order);
    // A second window that is about to send the same refund.
    const again = await page.context().newPage();
    await finds(again, order);
    await prepares(again, "9000");
    await world.emulator.webhooks.pause(true, orderId);
    const { id } = await world.emulator.faults.add({ operation: "cancel", kind: "hold", orderId });
    await prepares(page, "9000");
    await presses(page).click();
    await says(page, "결제사의 답을 기다리고 있어요");
    await expect(page.getByText("다시 누르지 마세요")).toBeVisible();
    await expect(figure(page, "남은 금액")).toHaveText("20,000원");
    await presses(again).click();
    await expect(again.getByText(/^그사이 다른 사람이 환불했어요/)).toBeVisible();
    await expect(figure(again, "남은 금액")).toHaveText("20,000원");
    await world.emulator.faults.release(id);
    await expect(page.getByText("다시 누르지 마세요")).toHaveCount(0);
    await expect(figure(page, "환불 진행 중")).toHaveText("0원");
    const [paid] = await takenAtGateway(world, order);
    expect(paid?.cancels?.map(({ cancelAmount }) => cancelAmount)).toEqual([9_000]);
    await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
  });

  test("a phone bill is refunded only as a whole, and after its month the page says why and what to do instead", async ({
    browser,
    openWorld,
    newShopper,
  }) => {
    const world = await openWorld();
    // Whatever day it is, there is some left of the month.
    if (seoulMonthEnds(world.now()).getTime() - world.now().getTime() < 3_600_000)
      await world.letPass(2 * 3_600_000);
    const buyer = await newShopper(world);
    const buysByPhone = async () => {
      const { order, approved } = await buyer.goesThroughTheWindow({}, { method: "MOBILE_PHONE" });
      expect((await buyer.confirms(approved)).status()).toBe(200);
      return order;
    };
    const [inTime, late] = [await buysByPhone(), await buysByPhone()];
    await using sora = await atDesk(browser, world, "manager", "소라");
    await finds(sora.page, inTime);
    await expect(sora.page.getByText("이 결제수단은 전액만 환불할 수 있어요")).toBeVisible();
    await expect(sora.page.getByText(/\d+월 \d+일.*까지 환불할 수 있어요/)).toBeVisible();
    await expect(sora.page.getByLabel(/^금액/)).toHaveCount(0);
    await sora.page.getByLabel("사유", { exact: true }).selectOption({ label: "상품 불량" });
    await sora.page.getByRole("button", { name: "환불 내용 확인" }).click();
    await presses(sora.page).click();
    await says(sora.page, "환불했어요");
    await expect.poll(() => buyer.standing(inTime)).toBe("refunded");

    await world.letPass(32 * 86_400_000);
    await signIn(sora.page.request, world.apps[0], sora.member);
    await finds(sora.page, late);
    await expect(sora.page.getByText(/결제한 달에만 취소할 수 있는데, .*에 기한이 지났어요/)).toBeVisible();
    await expect(sora.page.getByText("고객의 계좌로 직접 이체해서 돌려주세요")).toBeVisible();
    await expect(sora.page.getByRole("button", { name: "환불 내용 확인" })).toHaveCount(0);
    expect(await buyer.standing(late)).toBe("paid");
    const [taken] = await takenAtGateway(world, late);
    expect(taken?.cancels ?? []).toEqual([]);
  });

  test("a refund that the gateway refuses: the page says so, keeps what was typed, and sends a new refund when pressed again", async ({
    browser,
    shopper,
    world,
  }) => {
    const { order, orderId } = await buysByCard(shopper);
    await using desk = await atDesk(browser, world, "manager");
    const { page } = desk;
    await finds(page, order);
    const refusal = { operation: "cancel", kind: "error", code: "EXCEED_MAX_REFUND_DUE" } as const;
    await world.emulator.faults.add({ ...refusal, times: 1, orderId });
    await page.getByLabel("자세한 사유").fill("소매가 찢어졌어요");
    await prepares(page, "9000");
    await presses(page).click();

    await expect(page.getByRole("alert").getByText("결제사가 환불을 거절했어요")).toBeVisible();
    await expect(page.getByText("EXCEED_MAX_REFUND_DUE").first()).toBeVisible();
    await expect(page.getByLabel(/^금액/)).toHaveValue("9000");
    await expect(page.getByLabel("자세한 사유")).toHaveValue("소매가 찢어졌어요");
    await expect(figure(page, "남은 금액")).toHaveText("29,000원");

    await page.getByRole("button", { name: "환불 내용 확인" }).click();
    await presses(page).click();
    await says(page, "환불했어요");
    await expect(figure(page, "남은 금액")).toHaveText("20,000원");
    const [paid] = await takenAtGateway(world, order);
    expect(paid?.cancels?.map(({ cancelAmount }) => cancelAmount)).toEqual([9_000]);
    await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
  });

  test("a refund that the gateway refuses after a second manager approved it: the page says so", async ({
    browser,
    openWorld,
    newShopper,
  }) => {
    const world = await openWorld({ env: { REFUND_APPROVAL_ABOVE: "KRW 15000, USD 1500" } });
    const shopper = await newShopper(world);
    const { order, orderId } = await buysByCard(shopper);
    await using sora = await atDesk(browser, world, "manager", "소라");
    await finds(sora.page, order);
    await prepares(sora.page);
    await presses(sora.page).click();
    await says(sora.page, "다른 관리자의 승인을 기다려요");

    const refusal = { operation: "cancel", kind: "error", code: "EXCEED_MAX_REFUND_DUE" } as const;
    await world.emulator.faults.add({ ...refusal, times: 1, orderId });
    await using minho = await atDesk(browser, world, "manager", "민호");
    await finds(minho.page, order);
    await minho.page.getByRole("button", { name: "승인하기" }).click();
    await expect(minho.page.getByRole("button", { name: "승인하기" })).toHaveCount(0);
    await expect(minho.page.getByRole("alert").getByText("결제사가 환불을 거절했어요")).toBeVisible();
    await expect(figure(minho.page, "남은 금액")).toHaveText("29,000원");
    expect(await shopper.standing(order)).toBe("paid");
  });

  test("a support agent sends what is above her limit for approval; above the shop's limit a second manager must approve", async ({
    browser,
    openWorld,
    newShopper,
  }) => {
    const world = await openWorld({
      env: { SUPPORT_REFUND_LIMIT: "KRW 10000, USD 1000", REFUND_APPROVAL_ABOVE: "KRW 15000, USD 1500" },
    });
    const buyer = await newShopper(world);
    const { order } = await buysByCard(buyer);
    await using agent = await atDesk(browser, world, "support", "지우");
    await finds(agent.page, order);
    await prepares(agent.page, "10001");
    await expect(agent.page.getByText("더 환불할 수 있는 금액: 10,000원")).toBeVisible();
    await presses(agent.page).click();
    await says(agent.page, "다른 관리자의 승인을 기다려요");
    expect(await buyer.standing(order)).toBe("paid");

    await using sora = await atDesk(browser, world, "manager", "소라");
    await sora.page.goto("/admin/approvals");
    const asked = sora.page.getByRole("row").filter({ hasText: order.order_number });
    await expect(asked).toContainText("지우");
    await asked.getByRole("button", { name: "승인하기" }).click();
    await expect(asked).toHaveCount(0);
    await finds(sora.page, order);
    await expect(figure(sora.page, "남은 금액")).toHaveText("18,999원");
    await prepares(sora.page);
    await expect(sora.page.getByText("다른 관리자가 승인한 뒤에 환불돼요")).toBeVisible();
    await presses(sora.page).click();
    await says(sora.page, "다른 관리자의 승인을 기다려요");
    await expect(sora.page.getByRole("button", { name: "승인하기" })).toHaveCount(0);
    await expect(sora.page.getByRole("button", { name: "요청 철회하기" })).toBeVisible();
    expect(await buyer.standing(order)).toBe("partially_refunded");

    await using minho = await atDesk(browser, world, "manager", "민호");
    await minho.page.goto("/admin/approvals");
    await minho.page.getByRole("link", { name: order.order_number }).click();
    await minho.page.getByRole("button", { name: "승인하기" }).click();
    await expect.poll(() => buyer.standing(order)).toBe("refunded");
    await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
  });

  test("a deposit is refunded once to an account named at the desk, after approval, whatever breaks; the account number is never stored in plain text", async ({
    browser,
    openWorld,
    newShopper,
  }) => {
    const world = await openWorld();
    const shopper = await newShopper(world);
    const asked = { method: "VIRTUAL_ACCOUNT", bank: "88", customerName: "김민아" } as const;
    const { order, approved } = await shopper.goesThroughTheWindow({}, asked);
    await shopper.comesBack(approved);
    await world.emulator.payments.deposit(approved.paymentKey);
    await expect.poll(() => shopper.standing(order)).toBe("paid");
    await using desk = await atDesk(browser, world, "manager");
    const { page } = desk;
    await finds(page, order);
    await world.emulator.webhooks.pause(true, approved.orderId);
    const cut = { operation: "cancel", kind: "drop_after", orderId: approved.orderId } as const;
    await world.emulator.faults.add(cut);
    await page.getByText("여기에 계좌 입력하기").click();
    await page.getByLabel("은행").selectOption({ label: "우리은행" });
    await page.getByLabel("계좌번호").fill("1002-123-456789");
    await page.getByLabel("예금주").fill("김민아");
    await prepares(page, "5000");
    await expect(page.getByText("계좌를 직접 입력했기 때문에")).toBeVisible();
    await presses(page).dblclick();
    await expect(page.getByRole("status").getByText("다른 관리자의 승인을 기다려요")).toBeVisible();
    await page.reload();
    await page.goBack();
    await page.goForward();
    await using second = await atDesk(browser, world, "manager", "민호");
    await finds(second.page, order);
    await expect(second.page.getByText("우리은행 계좌(끝자리 6789, 예금주 김민아)")).toBeVisible();
    await second.page.getByRole("button", { name: "승인하기" }).click();

    await expect.poll(async () => (await takenAtGateway(world, order))[0]?.cancels?.length).toBe(1);
    const [paid] = await takenAtGateway(world, order);
    expect(paid?.cancels?.map(({ cancelAmount }) => cancelAmount)).toEqual([5_000]);
    // The bank pays a deposit back two days later.
    await world.letPass(3 * 24 * 3_600_000);
    await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
    const tables = ["refunds", "calls", "payment_events", "audit_log", "payments", "webhook_inbox", "mails"];
    const rows = await Promise.all(tables.map((table) => world.sql(`SELECT * FROM ${table}`)));
    await page.reload();
    const csv = await page.request.get("/admin/orders.csv");
    for (const text of [JSON.stringify(rows), world.log(), await page.content(), await csv.text()])
      expect(text.replaceAll("-", "")).not.toContain("1002123456789");
  });

  test("a viewer sees an order and no way to refund it", async ({ browser, shopper, world }) => {
    const { order } = await buysByCard(shopper);
    await using desk = await atDesk(browser, world, "viewer");
    await finds(desk.page, order);
    await expect(desk.page.getByRole("button", { name: "환불 내용 확인" })).toHaveCount(0);
    await desk.page.goto("/admin/staff");
    await expect(desk.page.getByRole("heading", { name: "볼 수 없는 페이지예요" })).toBeVisible();
  });
});
