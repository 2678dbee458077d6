import type { PaymentMethod } from "@/lib/contracts/methods";
import { call, type Reply } from "../../api";
import type { Prepare } from "../gateway-part";
import { brokenLimit } from "../limits";
import { refused } from "../refusal";

/** What `ready` returns for Toss's SDK. */
export type Attempt = Reply<"POST /payments/toss/ready">["toss"];

/** The shopper as passed to Toss's SDK; values that Toss would refuse are left out. */
export const shopperOf = ({ customer_name, customer_email, customer_phone }: Attempt) => ({
  customerName: customer_name,
  ...(customer_email !== null && { customerEmail: customer_email }),
  ...(customer_phone !== null && { customerMobilePhone: customer_phone }),
});

/** The tax-free part of the amount, which Toss takes with the request and not when it is confirmed. */
export const taxFreeOf = ({ tax_free_amount }: Attempt) =>
  tax_free_amount > 0 ? { taxFreeAmount: tax_free_amount } : {};

/**
 * What the shop's contract offers for cards. `useCardPoint` opens the window with the points ticked; the shopper may
 * untick them. Source: Toss SDK v2, `useCardPoint`.
 */
export const cardOf = ({ card }: Attempt) =>
  card && {
    card: {
      ...(card.free_installment_plans.length > 0 && { freeInstallmentPlans: card.free_installment_plans }),
      ...(card.use_card_point && { useCardPoint: true }),
    },
  };

/**
 * Prepares a payment with this method, for which `open` opens Toss's window. Throws if the method does not allow the
 * amount.
 */
export function prepareToss(
  method: PaymentMethod,
  total: number,
  open: (attempt: Attempt) => Promise<void>,
): Prepare {
  if (brokenLimit(method, total)) throw refused("amount_out_of_range");
  return async (order) => {
    const ready = await call("POST /payments/toss/ready", {
      order_number: order.order_number,
      amount: order.amount,
      order_name: order.order_name,
      method,
      success_url: `${location.origin}/success`,
      fail_url: `${location.origin}/fail`,
    });
    return ready.ok ? { ok: true, open: () => open(ready.value.toss) } : ready;
  };
}
