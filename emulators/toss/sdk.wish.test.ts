import { expect, test } from "vitest";
import { wishOf } from "./browser/sdk/wish";

test("the window gets the interest-free plans and the points of a card payment, and asks about points only then", () => {
  const freeInstallmentPlans = [{ company: "61", months: [2, 3] }];
  const card = { freeInstallmentPlans, useCardPoint: true };
  expect(wishOf({ method: "CARD", card })).toMatchObject({ freeInstallmentPlans, cardPointsTicked: true });
  expect(wishOf({ method: "CARD" })).not.toHaveProperty("cardPointsTicked");
});
