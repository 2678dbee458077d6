import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures";
import { hire } from "./kit/desk";

test("a manager makes the shop hers; another one, whose form is older, is told and overwrites nothing", {
  tag: "@page",
}, async ({ page, browser, openWorld }) => {
  const world = await openWorld();
  const { url } = world.apps[0];
  const others = await browser.newContext({ baseURL: url, locale: "ko-KR" });
  const late = await others.newPage();
  await hire(world, "manager", page.request, "소라");
  await hire(world, "manager", late.request, "지우");
  await page.goto(`${url}/admin/shop`);
  await late.goto(`${url}/admin/shop`);

  await page.getByLabel(/^PNG, JPEG, WebP/).setInputFiles("public/apple-touch-icon.png");
  await page.getByRole("button", { name: "올리기" }).click();
  await expect(page.getByRole("img", { name: "현재 로고" })).toBeVisible();
  await page.getByLabel("상점 이름 (한국어)").fill("비누 가게");
  await page.getByLabel(/^버튼과 링크의 색/).fill("#1a56db");
  await page.getByRole("button", { name: "저장" }).click();
  await expect(page.getByRole("status").filter({ hasText: "저장했어요" })).toBeInViewport();

  await late.getByLabel("상점 이름 (한국어)").fill("향초 가게");
  await late.getByRole("button", { name: "저장" }).click();
  await expect(late.getByRole("alert").filter({ hasText: "그사이 바뀌었어요" })).toBeInViewport();

  await late.goto(`${url}/products/cool-t-shirt`);
  const head = late.getByRole("banner");
  await expect(head).toContainText("비누 가게");
  await expect(late.getByRole("button", { name: "바로구매" })).toHaveCSS(
    "background-color",
    "rgb(26, 86, 219)",
  );
  const logo = await head.locator("img").getAttribute("src");
  const served = await late.request.get(url + logo);
  expect(await served.body()).toEqual(readFileSync("public/apple-touch-icon.png"));
  // What a browser's tab and a messenger show.
  const icon = await late.locator('link[rel="icon"]').getAttribute("href");
  expect((await late.request.get(new URL(icon ?? "", url).href)).headers()["content-type"]).toBe(
    "image/svg+xml",
  );
  const preview = await late.locator('meta[property="og:image"]').getAttribute("content");
  const picture = await late.request.get(preview ?? "");
  expect([picture.status(), picture.headers()["content-type"]]).toEqual([200, "image/png"]);
  await others.close();
});
