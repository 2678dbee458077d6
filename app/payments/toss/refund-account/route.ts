import { now } from "@/lib/clock";
import { nameRefundAccount as contract } from "@/lib/contracts/refunds";
import { endpoint } from "@/lib/http";
import { replayHeader } from "@/lib/idempotency";
import { limitRefundAccounts } from "@/lib/limits";
import { ownOrderForWriting } from "@/lib/orders/own";
import { nameAccount } from "@/lib/payments/name-account";
import { accountOf } from "@/lib/payments/refund-account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    const order = await ownOrderForWriting(input.order_number, headers);
    await limitRefundAccounts(order);
    const account = accountOf(input);
    const { amount, replayed } = await nameAccount(order, account, keyed(order.id), now());
    const body = { order_number: order.number, amount, currency: order.currency };
    return { body, headers: replayHeader(replayed) };
  },
);
