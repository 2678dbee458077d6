import type { Page } from "playwright/test";
import { expect, test } from "./fixtures";
import { type Order, refusalOf, type Shopper } from "./kit/shopper";

const words = {
  ko: { number: "주문번호", contact: "이메일 또는 휴대폰 번호", find: "주문 찾기" },
  en: { number: "Order number", contact: "Email or phone number", find: "Find order" },
} as const;

async function looksFor(page: Page, number: string, contact: string, language: keyof typeof words = "ko") {
  const say = words[language];
  await page.getByLabel(say.number, { exact: true }).fill(number);
  await page.getByLabel(say.contact, { exact: true }).fill(contact);
  await page.getByRole("button", { name: say.find }).click();
}

/** The same without a page, as the form posts it. */
const asks = (shopper: Shopper, number: string, contact: string, headers: Record<string, string> = {}) =>
  shopper.request.post("/orders/find/look-up", {
    form: { number, contact },
    headers: { origin: shopper.url, ...headers },
    maxRedirects: 0,
  });

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? "in a browser" : "in a browser without JavaScript", {
    tag: "@page",
  }, () => {
    test.use({ javaScriptEnabled });

    test("a guest finds an order by number and phone, and this browser keeps it", async ({
      page,
      shopper,
    }) => {
      const order = await paid(shopper);
      await page.goto(`/orders/${order.order_number}`);
      await expect(page.getByText(order.order_number)).toHaveCount(0);

      await page.goto("/orders/find");
      await looksFor(page, ` ${order.order_number.toLowerCase()} `, "+82 10-1234-5678");

      await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`/orders/${order.order_number}$`));
      await page.reload();
      await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
    });

    test("a wrong value is explained beside its field, and everything typed is kept", async ({ page }) => {
      await page.goto("/orders/find");
      await looksFor(page, "7K3M9", "mina");

      await expect(page.getByLabel(words.ko.number, { exact: true })).toHaveValue("7K3M9");
      await expect(page.getByLabel(words.ko.number, { exact: true })).toHaveAccessibleDescription(
        /예: ORD-20261121-7K3M9Q/,
      );
      await expect(page.getByLabel(words.ko.number, { exact: true })).toBeFocused();
      await expect(page.getByLabel(words.ko.contact, { exact: true })).toHaveValue("mina");
      await expect(page.getByLabel(words.ko.contact, { exact: true })).toHaveAccessibleDescription(
        /예: .*010-1234-5678/,
      );
    });

    test("somebody else's order and an order that does not exist get the same message", async ({
      page,
      shopper,
    }) => {
      const order = await shopper.orders();
      await page.goto("/orders/find");
      for (const number of [order.order_number, "ORD-20261121-ZZZZZZ"]) {
        await looksFor(page, number, "junho@example.com");
        await expect(page.getByRole("alert").filter({ hasText: "맞는 주문이 없어요" })).toBeVisible();
        await expect(page.getByLabel(words.ko.number, { exact: true })).toHaveValue(number);
        await expect(page.getByLabel(words.ko.contact, { exact: true })).toHaveValue("junho@example.com");
      }
    });
  });

test.describe("in English", { tag: "@page" }, () => {
  test.use({ locale: "en-US" });

  test("a guest who tries too often is told how long to wait", async ({ page, shopper }) => {
    const order = await shopper.orders();
    for (let n = 0; n < 10; n++) await asks(shopper, order.order_number, `junho${n}@example.com`);
    await page.goto("/orders/find");
    await looksFor(page, order.order_number, "mina@example.com", "en");
    await expect(
      page.getByRole("alert").filter({ hasText: "Please try again in 10 minutes." }),
    ).toBeVisible();
  });
});

test("an order number that was guessed at ten times is blocked for everybody, whether or not the order exists", {
  tag: "@rows",
}, async ({ shopper, newShopper, world }) => {
  const order = await shopper.orders();
  const stranger = await newShopper();
  for (const number of [order.order_number, "ORD-20261121-YYYYYY"]) {
    for (let n = 0; n < 10; n++) expect(await told(stranger, number, "junho@example.com")).toBe("not_found");
    expect(await told(stranger, number, "junho@example.com")).toBe("wait");
    expect(await told(await newShopper(), number, "mina@example.com")).toBe("wait");
  }
  await world.letPass(10 * 60_000);
  expect(await told(stranger, order.order_number, "mina@example.com")).toBe("found");
});

test("finding the order resets its tries, and one address has twenty tries", { tag: "@rows" }, async ({
  openWorld,
  newShopper,
}) => {
  const world = await openWorld({ env: { RATE_LIMIT_FACTOR: "1" } });
  const shopper = await newShopper(world);
  const order = await shopper.orders();
  const elsewhere = await newShopper(world);
  for (const result of ["found", "found"]) {
    for (let n = 0; n < 5; n++)
      expect(await told(elsewhere, order.order_number, "junho@example.com")).toBe("not_found");
    expect(await told(elsewhere, order.order_number, "mina@example.com")).toBe(result);
  }
  for (let n = 0; n < 8; n++)
    expect(await told(elsewhere, `ORD-20261121-GUES${n}A`, "mina@example.com")).toBe("not_found");
  expect(await told(elsewhere, "ORD-20261121-GUES9A", "mina@example.com")).toBe("wait");
});

test("another site cannot look up orders, and malformed requests get a normal refusal", async ({
  shopper,
}) => {
  const order = await shopper.orders();
  for (const origin of ["https://evil.example", "null", "::::"]) {
    const asked = await asks(shopper, order.order_number, "mina@example.com", { origin });
    expect(await refusalOf(asked)).toEqual({ status: 403, code: "origin_not_allowed" });
  }
  const post = (data: string | Buffer, type: string) =>
    shopper.request.post("/orders/find/look-up", {
      data,
      headers: { origin: shopper.url, "content-type": type },
      maxRedirects: 0,
    });
  for (const nonsense of ["", "{}", "number", "number=%ff%zz&contact=%00", "&&==", "__proto__=1&number[]=x"])
    expect((await post(nonsense, "application/x-www-form-urlencoded")).headers().location).toBe(
      "/orders/find",
    );
  expect((await post("--x\r\nbroken", "multipart/form-data; boundary=x")).headers().location).toBe(
    "/orders/find",
  );
  expect((await post(Buffer.from([0xff, 0xfe, 0x00]), "text/plain; charset=utf-16")).status()).toBe(400);
  expect((await post("x".repeat(5_000), "text/plain")).status()).toBe(413);

  for (const forged of [
    "x",
    "%00",
    "e30",
    "bnVsbA",
    Buffer.from('{"number":1,"__proto__":{}}').toString("base64url"),
    "x".repeat(8_000),
  ]) {
    const page = await shopper.request.get("/orders/find", {
      headers: { cookie: `twotrack_search=${forged}` },
    });
    expect(page.status()).toBe(200);
  }
});

/** The result of one search without a page. */
async function told(shopper: Shopper, number: string, contact: string) {
  const response = await asks(shopper, number, contact);
  expect(response.status()).toBe(303);
  if (response.headers().location === `/orders/${number}`) return "found";
  expect(response.headers().location).toBe("/orders/find");
  const [, value = ""] = /twotrack_search=([^;]+)/.exec(response.headers()["set-cookie"] ?? "") ?? [];
  return JSON.parse(Buffer.from(value, "base64url").toString()).outcome.is;
}

async function paid(shopper: Shopper): Promise<Order> {
  const { order, approved } = await shopper.goesThroughTheWindow();
  expect(await shopper.comesBack(approved)).toMatchObject({ page: "/success" });
  return order;
}
