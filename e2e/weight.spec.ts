import { expect, test } from "./fixtures";
import { buyerOn } from "./kit/buyer";
import { weightOf } from "./kit/weight";

test("the order sheet brings at most 45 kB of scripts more than a bare page", { tag: "@page" }, async ({
  page,
}) => {
  await buyerOn(page, false).putsAShirtIntoTheCart();
  const { bare, more } = await weightOf(page, "/checkout");

  // Next's runtime alone is more than this: were it less, something was not counted.
  expect(bare).toBeGreaterThan(100_000);
  expect(more).toBeGreaterThan(0);
  expect(more).toBeLessThanOrEqual(45_000);
});
