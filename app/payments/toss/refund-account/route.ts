import { now } from "@/lib/clock";
import { nameRefundAccount as contract } from "@/lib/contracts/refunds";
import { callerOf } from "@/lib/http/caller";
import { endpoint } from "@/lib/http/http";
import { replayHeader } from "@/lib/http/idempotency";
import { limitRefundAccounts } from "@/lib/orders/limits";
import { ownOrderForAccount } from "@/lib/orders/own";
import { accountOf } from "@/lib/payments/engine/refund-account";
import { nameAccount } from "@/lib/payments/refunds/name-account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    const { order, proof } = await ownOrderForAccount(input.order_number, headers);
    await limitRefundAccounts(order);
    const account = accountOf(input);
    const address = callerOf(headers);
    const { amount, replayed } = await nameAccount(order, account, keyed(order.id), now(), {
      proof,
      address,
    });
    const body = { order_number: order.number, amount, currency: order.currency };
    return { body, headers: replayHeader(replayed) };
  },
);
