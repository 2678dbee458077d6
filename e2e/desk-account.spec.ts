import type { Page } from "playwright/test";
import { codeOf } from "@/testing/authenticator";
import { expect, test } from "./fixtures";
import { hire, type Member } from "./kit/desk";
import type { World } from "./world";

// Staff manage their own accounts, and managers those of others.

const signsIn = async (page: Page, { email, password }: Pick<Member, "email" | "password">) => {
  await page.goto("/admin/sign-in");
  await page.getByLabel("이메일").fill(email);
  await page.getByLabel("비밀번호").fill(password);
  await page.getByRole("button", { name: "로그인" }).click();
};
const signsOut = async (page: Page) => {
  await page.getByRole("button", { name: "로그아웃" }).first().click();
  await page.waitForURL("**/admin/sign-in");
};

async function aManager(page: Page, world: World) {
  const member = await hire(world, "manager", page.request);
  await page.context().clearCookies({ name: /twotrack-desk/ });
  return member;
}

/** The next code her app shows, with its full half minute left. */
async function nextCode(world: World, uri: string, algorithm?: "SHA1"): Promise<string> {
  await world.letPass(30_000 - (world.now().getTime() % 30_000));
  return codeOf(uri, world.now(), algorithm);
}

test.describe("at the desk", { tag: "@page" }, () => {
  test("a manager sets up an authenticator app, is asked for its code, and signs in with a recovery code after losing the phone", async ({
    page,
    world,
  }) => {
    const manager = await aManager(page, world);
    await signsIn(page, manager);
    await page.waitForURL("**/admin");
    await page.goto("/admin/account");
    // She is still signed in where she started.
    const others = "다른 기기 모두 로그아웃";
    await page.getByRole("button", { name: others }).click();
    const ending = page.getByRole("form", { name: others });
    await ending.getByLabel("현재 비밀번호").fill(manager.password);
    await ending.getByRole("button", { name: others }).click();
    await expect(page.getByRole("button", { name: others })).toHaveCount(0);
    const app = page.getByRole("form", { name: "인증 앱 켜기" });
    await app.getByLabel("현재 비밀번호").fill(manager.password);
    await app.getByRole("button", { name: "인증 앱 켜기" }).click();
    await expect(page.getByRole("img", { name: "인증 앱에 등록할 QR 코드" })).toBeVisible();
    const secret = await page.locator("code").first().textContent();
    const uri = `otpauth://totp/Twotrack?algorithm=SHA256&secret=${secret}`;
    const code = page.getByLabel("인증 앱에 표시된 코드 6자리");
    // An app that ignores the QR code's SHA-256.
    await code.fill(await nextCode(world, uri, "SHA1"));
    await page.getByRole("button", { name: "확인하고 켜기" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "SHA-1" })).toBeVisible();
    await code.fill(await nextCode(world, uri));
    await page.getByRole("button", { name: "확인하고 켜기" }).click();
    await expect(page.getByText("인증 앱을 켰어요")).toBeVisible();
    const recovery = await page
      .getByRole("region", { name: "복구 코드" })
      .getByRole("listitem")
      .first()
      .textContent();

    await signsOut(page);
    await signsIn(page, manager);
    await page.getByLabel("인증 앱의 코드 6자리").fill("000000");
    await page.getByRole("button", { name: "로그인" }).click();
    await expect(page.getByText("코드가 맞지 않거나")).toBeVisible();
    await page.goto("/admin/orders");
    await expect(page).toHaveURL(/\/admin\/sign-in$/);

    await signsIn(page, manager);
    await page.getByRole("button", { name: "휴대폰이 없나요? 복구 코드 쓰기" }).click();
    await page.getByLabel("복구 코드").fill(recovery ?? "");
    await page.getByRole("button", { name: "로그인" }).click();
    await page.waitForURL("**/admin");
  });

  test("an open page closes when its session ends, but not while the staff member works, and signing in returns to it", async ({
    page,
    world,
  }) => {
    const minute = 60_000;
    const manager = await aManager(page, world);
    await page.clock.install();
    await signsIn(page, manager);
    await page.waitForURL("**/admin");
    const orders = page.getByRole("heading", { name: "주문", exact: true });
    await page.goto("/admin/orders?status=paid");
    await expect(orders).toBeVisible();

    await world.letPass(20 * minute);
    const other = await page.context().newPage();
    await other.goto("/admin");
    await world.letPass(11 * minute);
    const told = page.waitForResponse("**/admin/api/sessions/left");
    await page.clock.fastForward(31 * minute);
    expect((await (await told).json()).left_ms).toBeGreaterThan(15 * minute);
    await expect(orders).toBeVisible();

    await world.letPass(20 * minute);
    await page.clock.fastForward(20 * minute);
    await page.waitForURL("**/admin/sign-in?to=%2Fadmin%2Forders%3Fstatus%3Dpaid");
    await expect(orders).toHaveCount(0);
    await page.getByLabel("이메일").fill(manager.email);
    await page.getByLabel("비밀번호").fill(manager.password);
    await page.getByRole("button", { name: "로그인" }).click();
    await page.waitForURL("**/admin/orders?status=paid");
    await expect(orders).toBeVisible();

    await other.goto("/admin");
    await signsOut(other);
    await page.waitForURL("**/admin/sign-in?to=*");
    await expect(orders).toHaveCount(0);
    await other.close();
  });

  test("a manager adds a staff member, who chooses a password, and then closes the account", async ({
    page,
    browser,
    world,
  }) => {
    const manager = await aManager(page, world);
    await signsIn(page, manager);
    await page.waitForURL("**/admin");
    await page.goto("/admin/staff");
    const email = `jiwoo-${Date.now()}@shop.example`;
    const form = page.getByRole("region", { name: "직원 추가" });
    await form.getByLabel("이름").fill("지우");
    await form.getByLabel("이메일").fill(email);
    await form.getByLabel("역할").selectOption({ label: "조회" });
    await form.getByRole("button", { name: "추가하기" }).click();
    const given = await form.locator("code").textContent();

    const hers = await browser.newContext({ baseURL: world.apps[0].url, locale: "ko-KR" });
    const her = await hers.newPage();
    await signsIn(her, { email, password: given ?? "" });
    await her.waitForURL("**/admin/password");
    await her.goto("/admin/orders");
    await expect(her).toHaveURL(/\/admin\/password$/);
    await her.getByLabel("현재 비밀번호").fill(given ?? "");
    await her.getByLabel(/^새 비밀번호 \(/).fill("a password of her own");
    await her.getByLabel("새 비밀번호 확인").fill("a password of her own");
    await her.getByRole("button", { name: "비밀번호 바꾸기" }).click();
    await her.waitForURL("**/admin");
    await expect(her.getByRole("link", { name: "직원" })).toHaveCount(0);

    const row = page.getByRole("listitem").filter({ hasText: email });
    await row.getByRole("button", { name: "지우 님의 계정 정지" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "계정 정지" }).click();
    await expect(row).toContainText("정지됨");
    await her.goto("/admin/orders");
    await expect(her).toHaveURL(/\/admin\/sign-in$/);
    await hers.close();
  });
});

test("sixty password guesses at once are all refused, the shop keeps working, and later tries are told when to return", async ({
  openWorld,
}) => {
  const { url } = (await openWorld()).apps[0];
  const guess = (n: number) =>
    fetch(`${url}/admin/api/sign-in`, {
      method: "POST",
      headers: { origin: url, "content-type": "application/json" },
      body: JSON.stringify({ email: `nobody-${n}@shop.example`, password: "not-the-password" }),
    });
  const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => guess(n)));
  for (const answer of answers) expect([401, 429, 503]).toContain(answer.status);
  const later = answers.filter(({ status }) => status === 503);
  expect(later.length).toBeGreaterThan(0);
  for (const answer of later) expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
});
