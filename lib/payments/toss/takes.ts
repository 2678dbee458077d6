import type { Order } from "@/db/schema";
import { amountLimits, isWithinLimits, type PaymentMethod } from "../../contracts/methods";
import { Problem } from "../../problem";

/**
 * Rejects a currency or amount that a Toss method does not accept. Throws `currency_not_supported`,
 * `amount_out_of_range`.
 */
export function assertTossTakes(method: PaymentMethod, { currency, amount }: Order) {
  if (currency !== "KRW") throw new Problem("currency_not_supported", "Toss Payments takes Korean won only.");
  if (isWithinLimits(method, amount)) return;
  const { min, max } = amountLimits[method];
  const range = max === undefined ? `of ${min} won or more` : `from ${min} to ${max} won`;
  throw new Problem("amount_out_of_range", `This payment method accepts amounts ${range}.`, {
    errors: [{ field: "method", message: `${method} accepts amounts ${range}` }],
  });
}

export const notConfigured = (method: PaymentMethod) =>
  new Problem("not_configured", "This shop has not set up this payment method.", {
    errors: [{ field: "method", message: `${method} is not set up` }],
  });
