import { expect, test } from "./fixtures";
import { hire } from "./kit/desk";
import { loseTheMachine } from "./kit/lost-machine";

test("the machine is lost while people pay: every payment is in the restored books, or a manager finds it at the desk and records it once", async ({
  openWorld,
  page,
}) => {
  test.slow();
  const world = await openWorld();
  const outcome = await loseTheMachine(world, 16, 4);
  expect(outcome.faults).toEqual([]);
  expect(outcome.inBooks).toBeGreaterThan(0);
  expect(outcome.named).toBeGreaterThan(0);
  expect(outcome.inBooks + outcome.named).toBe(outcome.paid);

  await hire(world, "manager", page.request);
  await page.goto(`${world.apps[0].url}/admin/waiting`);
  const lost = page.getByRole("table", { name: "결제사에는 있고 장부에는 없는 결제" }).getByRole("row");
  await expect(lost).toHaveCount(1 + outcome.named);
  await lost.nth(1).getByLabel("무엇을 확인하고 처리했나요?").fill("결제사에서 환불했어요");
  await lost.nth(1).getByRole("button", { name: "확인 끝내기" }).dblclick();
  await expect(lost).toHaveCount(outcome.named);
  await page.reload();
  await expect(lost).toHaveCount(outcome.named);
  expect(await world.sql("SELECT id FROM audit_log WHERE action = 'need_settled'")).toHaveLength(1);
});
