import type { PaymentMethod } from "@/lib/contracts/methods";
import { call, type Reply } from "../../api";
import type { Prepare } from "../gateway-part";
import { brokenLimit } from "../limits";
import { refused } from "../refusal";

/** What `ready` hands to the browser for Toss's SDK. */
export type Attempt = Reply<"POST /payments/toss/ready">["toss"];

/** Who pays, as Toss's SDK is told; what Toss would refuse is not there. */
export const shopperOf = ({ customer_name, customer_email, customer_phone }: Attempt) => ({
  customerName: customer_name,
  ...(customer_email !== null && { customerEmail: customer_email }),
  ...(customer_phone !== null && { customerMobilePhone: customer_phone }),
});

/** An attempt to pay by this method, for which `open` opens Toss's window. Throws when the amount does not allow it. */
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
