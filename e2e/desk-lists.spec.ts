import { expect, test } from "./fixtures";
import { hire } from "./kit/desk";

test("support retries a webhook, and the manager sees in the audit log who did", {
  tag: "@page",
}, async ({ page, browser, shopper, world }) => {
  const { order, approved } = await shopper.goesThroughTheWindow();
  await shopper.confirms(approved);
  const came = `SELECT i.id FROM webhook_inbox i JOIN payments p ON p.id = i.payment_id JOIN orders o ON o.id = p.order_id
    WHERE o.number = '${order.order_number}' AND i.state = 'done'`;
  await expect.poll(async () => (await world.sql(came)).length).toBe(1);

  await hire(world, "support", page.request, "지우");
  await page.goto("/admin/inbox?state=done");
  const row = page.getByRole("row").filter({ hasText: order.order_number });
  await row.getByRole("link").first().click();
  await expect(page.getByText('"eventType"')).toBeVisible();
  await page.getByRole("button", { name: "다시 처리하기" }).click();
  await expect(
    page.getByRole("status").filter({ hasText: /다시 처리했어요|곧 다시 처리해요/ }),
  ).toBeVisible();

  const managers = await browser.newContext({ baseURL: world.apps[0].url, locale: "ko-KR" });
  const desk = await managers.newPage();
  await hire(world, "manager", managers.request, "소라");
  await desk.goto(`/admin/audit?subject=${page.url().split("/").at(-1)}`);
  const entry = desk.getByRole("row").filter({ hasText: "웹훅 다시 처리" });
  await expect(entry).toContainText("지우");
  await managers.close();
});
