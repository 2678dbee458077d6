import { expect, test } from "./fixtures";
import { stripeBuyerOn } from "./kit/stripe-buyer";
import {
  askedOfStripe,
  expectChargedOnceByStripe,
  expectNothingTakenByStripe,
  newestAttempt,
  pagesOf,
} from "./kit/stripe-truth";
import type { World } from "./world";

// Buttons pressed twice, and one cart in two tabs at Stripe.

test.use({ currency: "USD" });

const standing = async (world: World, { order_number }: { order_number: string }) => {
  const [row] = await world.sql(`SELECT status FROM orders WHERE number = '${order_number}'`);
  return row?.status;
};

const paymentsOf = async (world: World, { order_number }: { order_number: string }) => {
  const [row] = await world.sql(
    `SELECT count(*) AS n FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.number = '${order_number}'`,
  );
  return Number(row?.n);
};

for (const way of ["page", "card"] as const)
  test(`every button pressed twice makes one order and one charge (${way})`, { tag: "@page" }, async ({
    page,
    world,
  }) => {
    const buyer = stripeBuyerOn(page);
    await buyer.fillsInTheSheet(way);
    if (way === "page") {
      await buyer.payButton.dblclick();
      await expect(buyer.payOnPage).toBeVisible();
    }
    await buyer.typesCard(way, "4242 4242 4242 4242");
    await (way === "page" ? buyer.payOnPage : buyer.payButton).dblclick();
    await buyer.seesTheReceipt();

    const order = { order_number: await buyer.orderNumber(), amount: 2_200 };
    expect(await paymentsOf(world, order)).toBe(1);
    await expectChargedOnceByStripe(world, order);
  });

test("a cart that changes in another tab expires the earlier Stripe page, which says so, and the new order is paid", {
  tag: "@page",
}, async ({ page, context, world }) => {
  const first = stripeBuyerOn(page);
  await first.comesToTheCard("page");
  const before = await newestAttempt(world);

  const second = stripeBuyerOn(await context.newPage());
  await second.hasAShirtInTheCart();
  await second.page.goto("/checkout");
  await second.goesToStripe();
  const { order } = await newestAttempt(world);
  expect(order).toMatchObject({ amount: 4_400 });
  await expect
    .poll(async () => (await pagesOf(world, before.order)).map(({ status }) => status))
    .toEqual(["expired"]);

  await first.page.bringToFront();
  await first.pays("page");
  await expect(first.expired).toBeVisible();
  await expectNothingTakenByStripe(world, before.order);
  await expect.poll(() => standing(world, before.order)).toMatch(/^(canceled|expired)$/);
  await first.back.click();
  await expect(page.getByRole("main")).toContainText("US$44.00");

  await second.page.bringToFront();
  await second.pays("page");
  await second.seesTheReceipt();
  await expect(second.page.getByRole("main")).toContainText("US$44.00");
  await expectChargedOnceByStripe(world, order);
});

test("two tabs on one Stripe page: the second one to press pay is shown the receipt", {
  tag: "@page",
}, async ({ page, context, world }) => {
  const first = stripeBuyerOn(page);
  await first.comesToTheCard("page");
  const { order } = await newestAttempt(world);
  const second = stripeBuyerOn(await context.newPage());
  await second.page.goto("/checkout");
  await second.goesToStripe();
  expect(second.page.url()).toBe(page.url());

  await first.page.bringToFront();
  await first.pays("page");
  await first.seesTheReceipt();
  await second.page.bringToFront();
  await second.pays("page");
  await second.seesTheReceipt();

  expect(await second.orderNumber()).toBe(order.order_number);
  await expectChargedOnceByStripe(world, order);
});

test("a shopper who turns from Stripe's page to the card form pays there, and the page expires", {
  tag: "@page",
}, async ({ page, context, world }) => {
  const onPage = stripeBuyerOn(page);
  await onPage.comesToTheCard("page");
  const inForm = stripeBuyerOn(await context.newPage());
  await inForm.page.goto("/checkout");
  await inForm.chooses("card");
  await inForm.pays("card");
  await inForm.seesTheReceipt();
  const { order } = await newestAttempt(world);
  await expect
    .poll(async () => (await pagesOf(world, order)).map(({ status }) => status))
    .toEqual(["expired"]);

  await onPage.page.bringToFront();
  await onPage.pays("page");
  await expect(onPage.expired).toBeVisible();
  await expectChargedOnceByStripe(world, order);
  expect((await askedOfStripe(world, order, "create_refund")).length).toBe(0);
});
