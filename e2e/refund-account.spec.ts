import { expect, test } from "./fixtures";
import { faultsInBooks } from "./kit/books";
import { axeFindings, isTooWide } from "./kit/everyone";
import { lettersOf } from "./kit/letters";
import { timesTold } from "./kit/truth";
import type { World } from "./world";

// A deposit arrives in the account of an order that was meanwhile paid another way: the money needs a refund account.

test("an email leads to the order in another browser, where the shopper names an account and is refunded", {
  tag: ["@page", "@phone"],
}, async ({ page, newShopper, world }) => {
  const mina = await newShopper();
  const order = await mina.paysTwiceByDeposit();
  const link = await linkToAccountForm(world, order);

  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url(), request.headers().referer ?? ""));
  await page.goto(link);
  await expect(page).toHaveURL(new RegExp(`/orders/${order.order_number}$`));
  const proof = new URLSearchParams(new URL(link).hash.slice(1)).get("proof") ?? "";
  expect(proof).toHaveLength(43);
  expect(addresses.filter((address) => address.includes(proof))).toEqual([]);
  const form = page.getByRole("form", { name: "환불받을 계좌" });
  await form.getByRole("button", { name: "이 계좌로 환불받기" }).click();
  await expect(form.getByLabel("은행")).toBeFocused();
  await expect(form).toContainText("계좌번호를 숫자 6~20자리로 입력해 주세요.");
  expect(await axeFindings(page)).toEqual([]);
  expect(await isTooWide(page)).toBe(false);

  // The bank does not know the holder by that name, so she is asked again.
  await form.getByLabel("은행").selectOption({ label: "우리은행" });
  await form.getByLabel("계좌번호").fill("1002-123-456789");
  await form.getByLabel("예금주").fill("MISMATCH");
  await form.getByRole("button", { name: "이 계좌로 환불받기" }).click();
  await expect.poll(() => refusals(world)).toBe(1);
  await page.reload();
  await form.getByLabel("은행").selectOption({ label: "우리은행" });
  await form.getByLabel("계좌번호").fill("1002-123-456789");
  await form.getByLabel("예금주").fill("김민아");
  await form.getByRole("button", { name: "이 계좌로 환불받기" }).click();

  await expect(form).toHaveCount(0);
  await expect.poll(() => mina.next(order)).toBe("none");
  // Her bank pays it two days later.
  await expect.poll(() => cancelsOf(world, order)).toBe(1);
  await world.letPass(2 * days);
  await expect
    .poll(async () =>
      (await mina.status(order)).payments.map(({ refunded }) => refunded).toSorted((a, b) => a - b),
    )
    .toEqual([0, order.amount]);
});

test("the connection breaks after the refund, the shopper presses twice, reloads, goes back and reopens the email: one refund", {
  tag: "@page",
}, async ({ page, context, newShopper, world }) => {
  const mina = await newShopper();
  const order = await mina.paysTwiceByDeposit();
  const link = await linkToAccountForm(world, order);
  const attempts = await attemptsOf(world, order);
  for (const orderId of attempts)
    await world.emulator.faults.add({ operation: "cancel", kind: "drop_after", orderId });
  await page.goto(link);
  const form = page.getByRole("form", { name: "환불받을 계좌" });
  await form.getByLabel("은행").selectOption({ label: "우리은행" });
  await form.getByLabel("계좌번호").fill("1002-123-456789");
  await form.getByLabel("예금주").fill("김민아");
  await form.getByRole("button", { name: "이 계좌로 환불받기" }).dblclick();
  await expect(form).toHaveCount(0);
  await page.reload();
  await expect(form).toHaveCount(0);
  // A page that submits a form before it has fully loaded drops out of the history: Back leads to where she came from.
  // Otherwise it leads to the letter's page, which opens the order again.
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`/orders/${order.order_number}$|^about:blank$`));
  await expect(form).toHaveCount(0);
  await page.goto(`/orders/${order.order_number}`);
  await expect(form).toHaveCount(0);
  const tab = await context.newPage();
  await tab.goto(link);
  await expect(tab).toHaveURL(new RegExp(`/orders/${order.order_number}$`));
  await expect(tab.getByRole("form", { name: "환불받을 계좌" })).toHaveCount(0);

  await expect.poll(() => cancelsOf(world, order)).toBe(1);
  await expect.poll(() => timesTold(world, order, "refund_unknown")).toBe(1);
  await world.letPass(2 * days);
  await expect
    .poll(async () => (await mina.status(order)).payments.reduce((sum, { refunded }) => sum + refunded, 0))
    .toBe(order.amount);
  expect(await cancelsOf(world, order)).toBe(1);
  await expect.poll(() => faultsInBooks(world, order)).toEqual([]);
  await tab.reload();
  await expect(tab.getByRole("heading", { level: 1 })).toBeVisible();
});

const days = 86_400_000;

async function linkToAccountForm(world: World, order: { order_number: string }): Promise<string> {
  const letter = async () =>
    (await lettersOf(world, order)).find(({ subject }) => subject?.includes("돌려받을 계좌"))?.text ?? "";
  await expect.poll(letter).toContain("/orders/letter?");
  return /https?:\S+\/orders\/letter\?\S+/.exec(await letter())?.[0] ?? "";
}

const attemptsOf = async (world: World, { order_number }: { order_number: string }) => {
  const attempts = await world.sql(
    `SELECT gateway_order_id AS id FROM payments JOIN orders ON orders.id = order_id WHERE number = '${order_number}'`,
  );
  return attempts.map(({ id }) => String(id));
};

const cancelsOf = async (world: World, order: { order_number: string }) => {
  const attempts = await attemptsOf(world, order);
  const payments = await Promise.all(attempts.map((id) => world.emulator.payments.list(id)));
  return payments.flat().flatMap(({ cancels }) => cancels ?? []).length;
};

const refusals = async (world: World) =>
  (await world.sql("SELECT id FROM payment_events WHERE kind = 'refund_account_refused'")).length;

test("a link whose proof was cut off or changed leads to the order lookup", { tag: "@page" }, async ({
  page,
  shopper,
}) => {
  const { order_number } = await shopper.orders();
  for (const [link, words] of [
    [`/orders/letter?number=${order_number}`, "이 브라우저에서는 주문을 바로 보여 드릴 수 없어요."],
    [`/orders/letter?number=${order_number}#until=99999999999999&proof=${"A".repeat(43)}`, "이 링크로는"],
    ["/orders/letter", "이 링크로는"],
  ] as const) {
    await page.goto(link);
    await expect(page).toHaveURL(/\/orders\/find\?/);
    await expect(page.getByText(words)).toBeVisible();
  }
});

test("a link that was changed or guessed leads to the order lookup and shows nothing", async ({
  shopper,
}) => {
  const order = await shopper.orders();
  const filledIn = `/orders/find?number=${order.order_number}&because=link`;
  for (const [query, location] of [
    ["", "/orders/find?because=link"],
    [`number=${order.order_number}`, filledIn],
    [`number=${order.order_number}&until=99999999999999&proof=${"A".repeat(43)}`, filledIn],
    ["number=https://evil.example&until=1&proof=x", "/orders/find?because=link"],
    [`number=${order.order_number}&number=x&until=1&proof=x`, "/orders/find?because=link"],
  ]) {
    const response = await shopper.request.get(`/orders/open?${query}`, { maxRedirects: 0 });
    expect(response.status()).toBe(303);
    expect(response.headers().location).toBe(location);
    expect(response.headers()["set-cookie"]).toBeUndefined();
  }
});
