import { now } from "@/lib/clock";
import { findBank } from "@/lib/contracts/banks";
import { nameRefundAccount as contract } from "@/lib/contracts/refunds";
import { endpoint } from "@/lib/http";
import { replayHeader } from "@/lib/idempotency";
import { limitRefundAccounts } from "@/lib/limits";
import { ownOrderForWriting } from "@/lib/orders/own";
import { nameAccount } from "@/lib/payments/name-account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    const order = await ownOrderForWriting(input.order_number, headers);
    await limitRefundAccounts(order);
    const account = {
      bank: findBank(input.bank)?.code ?? input.bank,
      accountNumber: input.account_number,
      holderName: input.holder_name,
    };
    const { amount, replayed } = await nameAccount(order, account, keyed(order.id), now());
    const body = { order_number: order.number, amount, currency: order.currency };
    return { body, headers: replayHeader(replayed) };
  },
);
