import { expect, test } from "./fixtures";
import { buyerOn, mina } from "./kit/buyer";
import { mobile, virtualAccount } from "./kit/ways";

test("typed values survive a reload, another page and the back button", { tag: "@page" }, async ({
  page,
}) => {
  const buyer = buyerOn(page, false);
  await buyer.hasAShirtInTheCart();
  await page.goto("/checkout");
  await buyer.fillsIn();
  const kept = async () => {
    for (const [name, value] of Object.entries(mina))
      await expect(buyer.field(name as keyof typeof mina)).toHaveValue(value);
  };

  await page.reload();
  await kept();
  await page.getByRole("link", { name: "변경" }).click();
  await expect(page.getByRole("heading", { name: "장바구니", level: 1 })).toBeVisible();
  await page.goBack();
  await kept();
  await page.goto("/");
  await page.goto("/checkout");
  await kept();
});

test("typed values survive a network failure", { tag: "@page" }, async ({ page, context }) => {
  const buyer = buyerOn(page, false);
  await buyer.hasAShirtInTheCart();
  await page.goto("/checkout");
  await buyer.fillsIn();
  await buyer.choosesACard();
  // Like a hotel network's login page, which answers in the shop's place.
  await context.route("**/orders", (route) => route.fulfill({ status: 403, body: "<h1>Log in</h1>" }));
  await buyer.payButton.click();

  await expect(page.getByRole("main").getByRole("alert")).toContainText("인터넷 연결이 불안정해요.");
  await expect(buyer.field("name")).toHaveValue(mina.name);
  await context.unroute("**/orders");
  await buyer.payButton.click();
  await expect(buyer.inWindow("pay")).toBeVisible();
});

test("a method's limits on the amount are shown beside the button before it is pressed", {
  tag: ["@page", "@phone"],
}, async ({ page, context, isMobile, world }) => {
  const buyer = buyerOn(page, isMobile);
  await buyer.hasAShirtInTheCart();
  await page.goto("/checkout");
  await buyer.fillsIn();
  const note = page.getByRole("main").getByText(/원(부터|까지) |계좌를 알려/);

  await expect(note).toHaveText("카드 할부는 50,000원부터 할 수 있어요.");
  await buyer.chooses(mobile);
  await expect(note).toHaveText("휴대폰으로는 1,000,000원까지 결제할 수 있어요.");
  await buyer.chooses(virtualAccount);
  await expect(note).toHaveText("다음 단계에서 입금할 계좌를 알려 드려요.");

  // In another tab something is added that makes the amount too high for a phone bill.
  await buyer.chooses(mobile);
  const before = await world.sql("SELECT count(*) AS n FROM orders");
  const other = buyerOn(await context.newPage(), isMobile);
  await other.page.goto("/products/rest-chair");
  await other.page.getByRole("button", { name: buyer.say.add }).click();
  await page.bringToFront();
  await expect(note).toHaveText(
    "휴대폰으로는 1,000,000원까지 결제할 수 있어요. 다른 결제수단을 선택해 주세요.",
  );
  await expect(buyer.payButton).toHaveAttribute("aria-disabled", "true");
  await buyer.field("name").press("Enter");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("결제수단을 먼저 선택해 주세요.");
  expect(await world.sql("SELECT count(*) AS n FROM orders")).toEqual(before);
});

test("while a gateway is slow the order sheet says so, and can be filled in", {
  tag: "@page",
}, async ({ page, context }) => {
  const buyer = buyerOn(page, false);
  await buyer.putsAShirtIntoTheCart();
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await context.route("**/v2/standard", async (route) => {
    await held;
    await route.continue();
  });
  // The page loads the script itself, so it may be part of what "load" waits for.
  await page.goto("/checkout", { waitUntil: "domcontentloaded" });

  await buyer.fillsIn();
  await expect(page.getByText("결제수단을 불러오는 데 시간이 조금 걸리고 있어요.")).toBeVisible();
  await expect(buyer.payButton).toHaveAttribute("aria-disabled", "true");
  answer();

  await buyer.choosesACard();
  await buyer.payButton.click();
  await expect(buyer.inWindow("pay")).toBeVisible();
});

test("missing values are named beside their fields, and the first one gets the focus", {
  tag: "@page",
}, async ({ page }) => {
  const buyer = buyerOn(page, false);
  await buyer.hasAShirtInTheCart();
  await page.goto("/checkout");
  await buyer.choosesACard();
  await buyer.field("name").fill(mina.name);
  await buyer.field("phone").fill(mina.phone);
  await buyer.field("email").fill("mina at example");

  await buyer.payButton.click();

  await expect(buyer.field("email")).toBeFocused();
  await expect(buyer.field("email")).toHaveAccessibleDescription(/name@example.com/);
  await expect(buyer.field("postcode")).toHaveAccessibleDescription(/예: 04524/);
  await expect(buyer.field("name")).not.toHaveAttribute("aria-invalid", "true");
  await buyer.field("email").fill(mina.email);
  await expect(buyer.field("email")).not.toHaveAttribute("aria-invalid", "true");
  await buyer.fillsIn();
  await buyer.payButton.click();
  await expect(buyer.inWindow("pay")).toBeVisible();
});

test("a telephone number is formatted as people write it, however it is pasted", { tag: "@page" }, async ({
  page,
}) => {
  const buyer = buyerOn(page, false);
  await buyer.hasAShirtInTheCart();
  await page.goto("/checkout");
  for (const pasted of ["01012345678", "+82 10 1234 5678", "０１０－１２３４－５６７８"]) {
    await buyer.field("phone").fill(pasted);
    await expect(buyer.field("phone")).toHaveValue("010-1234-5678");
  }
});

test("a buyer who chose no card or did not agree is told what to do", { tag: "@page" }, async ({ page }) => {
  const buyer = buyerOn(page, false);
  await buyer.hasAShirtInTheCart();
  await page.goto("/checkout");
  await buyer.fillsIn();
  const methods = page.frameLocator(`iframe[title="${buyer.say.methods}"]`);
  await expect(methods.getByRole("radio", { name: buyer.say.company, exact: true })).toBeVisible();
  const alert = page.getByRole("main").getByRole("alert");

  await buyer.payButton.click();
  await expect(alert).toContainText("카드사를 먼저 선택해 주세요.");
  await methods.getByRole("radio", { name: buyer.say.company, exact: true }).check();
  await buyer.payButton.click();
  await expect(alert).toContainText("필수 약관에 동의해야 결제할 수 있어요.");
  await buyer.choosesACard();
  await buyer.payButton.click();
  await expect(buyer.inWindow("pay")).toBeVisible();
});

test("a gateway whose script does not load is named, and can be tried again", { tag: "@page" }, async ({
  page,
  context,
}) => {
  const buyer = buyerOn(page, false);
  await buyer.putsAShirtIntoTheCart();
  const script = "**/v2/standard";
  await context.route(script, (route) => route.fulfill({ status: 404 }));
  await page.goto("/checkout");

  const notice = page.getByText("결제수단을 불러오지 못했어요.");
  await expect(notice).toBeVisible();
  await context.unroute(script);
  await page.getByRole("button", { name: "다시 불러오기" }).click();

  await buyer.choosesACard();
  await expect(notice).toHaveCount(0);
});

test("a cart that changes after the payment window opened makes a new order with a new amount", {
  tag: "@page",
}, async ({ page, world }) => {
  const buyer = buyerOn(page, false);
  await buyer.goesToTheWindow();
  await buyer.inWindow("cancel").click();
  await page.goto("/cart");
  await page.getByRole("button", { name: "쿨 티셔츠 하나 더하기" }).click();
  await page.goto("/checkout");
  await expect(buyer.payButton).toHaveText("58,000원 결제하기");
  await buyer.choosesACard();
  await buyer.payButton.click();
  await buyer.approves();
  await buyer.seesTheReceipt();

  const order_number = await buyer.orderNumber();
  const orders = await world.sql(
    "SELECT number, status, amount FROM orders ORDER BY created_at DESC LIMIT 2",
  );
  expect(orders).toEqual([
    { number: order_number, status: "paid", amount: 58_000 },
    { number: expect.any(String), status: "canceled", amount: 29_000 },
  ]);
});

test("Mina finds the address of a friend on Jeju, pays for the ship, and is remembered on this device", {
  tag: "@page",
}, async ({ page, openWorld }) => {
  const world = await openWorld({
    env: { DELIVERY_FEE: "KRW 3000, USD 900", DELIVERY_ISLAND_FEE: "KRW 4000, USD 0" },
  });
  const [app] = world.apps;
  await page.goto(`${app.url}/products/cool-t-shirt`);
  await page.getByRole("button", { name: "바로구매" }).click();
  const buyer = buyerOn(page, false);
  await expect(buyer.field("name")).toBeVisible();
  await buyer.fillsIn();
  const total = page.getByRole("region", { name: "주문 상품" });
  await expect(total).toContainText("32,000원");

  await page.getByLabel("주문자와 동일").uncheck();
  await page.getByLabel("받는 분", { exact: true }).fill("한라산");
  await page.getByLabel("받는 분 연락처").fill("01098765432");
  await page.getByRole("button", { name: "우편번호 찾기" }).click();
  await page.getByLabel("도로명, 건물명 또는 지번").fill("제주시");
  await page.getByRole("button", { name: /문연로 6/ }).click();
  await expect(buyer.field("postcode")).toHaveValue("63122");
  await expect(page.getByLabel("상세 주소 (선택)")).toBeFocused();
  await page.getByLabel("배송 요청사항 (선택)").selectOption("문 앞에 놓아 주세요");
  await page.getByLabel("이 기기에 주문 정보 저장하기").check();
  await expect(total).toContainText("제주·도서산간 추가 배송비 포함: 4,000원");
  await expect(total).toContainText("36,000원");

  await buyer.choosesACard();
  await buyer.payButton.click();
  await buyer.inWindow("pay").click();
  await expect(page.getByRole("heading", { name: "결제가 완료됐어요" })).toBeVisible();
  for (const said of ["한라산", "문 앞에 놓아 주세요", "배송비", "7,000원", "36,000원"])
    await expect(page.getByRole("main")).toContainText(said);

  await page.goto(`${app.url}/products/cool-t-shirt`);
  await page.getByRole("button", { name: "바로구매" }).click();
  await expect(buyer.field("name")).toHaveValue(mina.name);
  await expect(page.getByLabel("받는 분", { exact: true })).toHaveValue("한라산");
});
