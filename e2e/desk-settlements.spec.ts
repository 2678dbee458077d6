import { seoulDate } from "@/lib/seoul";
import { bankFile } from "@/testing/bank-file";
import { expect, test } from "./fixtures";
import { hire, send, settleAll } from "./kit/desk";

test("a bookkeeper sees what was kept and paid out, what differs, and downloads the month", {
  tag: "@page",
}, async ({ page, shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.confirms(approved);
  await settleAll(world);

  await hire(world, "manager", page.request, "소라");
  await page.goto("/admin");
  await page.getByRole("navigation", { name: "데스크 메뉴" }).getByRole("link", { name: "정산" }).click();
  await expect(page.getByRole("heading", { name: "정산", level: 1 })).toBeVisible();
  const totals = page.getByRole("region", { name: /토스페이먼츠/ });
  await expect(totals.getByText("수수료 부가세")).toBeVisible();

  const difference = page.getByRole("table", { name: "차이 목록" }).getByRole("row").filter({
    hasText: order.order_number,
  });
  await expect(difference).toContainText("입금액 계산이 안 맞음");
  const owed = page.getByRole("region", { name: "결제사에서 받을 돈" });
  await expect(owed.getByText("남는 금액", { exact: true }).first()).toBeVisible();

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV 내려받기" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^settlements-\d{4}-\d\d\.csv$/);
  const csv = await page.request.get(new URL(file.url()).pathname + new URL(file.url()).search);
  expect(await csv.text()).toContain(order.order_number);

  await page.getByRole("button", { name: "이 달 다시 읽기" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "이 달 다시 읽기" }).click();
  await expect(page.getByRole("status").filter({ hasText: "읽고 있어요" })).toBeVisible();

  await page.getByLabel("계좌 이름").fill("국민 1234");
  await page.getByLabel("파일").setInputFiles({
    name: "거래내역.csv",
    mimeType: "text/csv",
    buffer: bankFile([{ day: "2026-01-05", amount: 4_321, description: "토스페이먼츠" }], {
      from: "2026-01-01",
      until: "2026-01-31",
    }),
  });
  await page.getByRole("button", { name: "가져오기" }).click();
  await expect(page.getByRole("status").filter({ hasText: "새로운 줄 1줄" })).toBeVisible();

  await difference.getByRole("link", { name: order.order_number }).click();
  await expect(page).toHaveURL(new RegExp(`/admin/orders/${order.order_number}$`));
});

test("a bookkeeper asks the gateway about a refund in its console, and accepts a strange deposit with a note", {
  tag: "@page",
}, async ({ page, shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.confirms(approved);
  await world.emulator.webhooks.pause(true, approved.orderId);
  await settleAll(world, { refunded: 9_000 });
  await hire(world, "manager", page.request, "소라");
  const today = seoulDate(world.now());
  const strange = [{ day: today, amount: 4_321, description: "토스페이먼츠" }];
  const file = bankFile(strange, { from: `${today.slice(0, 7)}-01`, until: today }).toString("base64");
  const statement = { account: "국민 1234", currency: "KRW", file } as const;
  expect((await send(page.request, world.apps[0], "settlements/bank", statement)).status()).toBe(200);

  await page.goto("/admin/settlements");
  const differences = page.getByRole("table", { name: "차이 목록" }).getByRole("row");
  await world.emulator.payments.cancel(approved.paymentKey, { amount: 9_000, reason: "콘솔" });
  const unknown = differences.filter({ hasText: "장부에 없음" });
  await unknown.getByRole("button", { name: `${order.order_number} 결제사에 확인` }).click();
  await expect(unknown).toHaveCount(0);

  const deposit = differences.filter({ hasText: "알 수 없는 입금" });
  await deposit.locator("summary").click();
  await expect(deposit).toContainText("장부에 더 적을 것은 없어요");
  await deposit.getByLabel("확인한 내용").fill("다른 상점의 지급액");
  await deposit.getByRole("button", { name: "확인 완료로 처리", exact: true }).click();
  await expect(deposit).toHaveCount(0);
  await page.getByText("확인을 마친 차이 1건").click();
  await expect(page.getByRole("table", { name: "확인을 마친 차이" })).toContainText("다른 상점의 지급액");
});

test("a viewer reads the month, and can neither read it again nor download it", async ({ page, world }) => {
  await hire(world, "viewer", page.request);
  await page.goto("/admin/settlements?month=2025-03");
  await expect(page.getByText("이 달에는 매출도 입금도 없어요.")).toBeVisible();
  await expect(page.getByRole("button", { name: "이 달 다시 읽기" })).toHaveCount(0);
  const [app] = world.apps;
  expect((await send(page.request, app, "settlements/read", { from: "2025-03-01" })).status()).toBe(403);
  expect((await page.request.get("/admin/settlements.csv?month=2025-03")).status()).toBe(403);
  const nonsense = await page.request.get("/admin/settlements.csv?month=2026-13");
  expect(nonsense.status()).toBe(400);
  expect(await nonsense.json()).toMatchObject({ code: "invalid_request", errors: [{ field: "month" }] });
});
