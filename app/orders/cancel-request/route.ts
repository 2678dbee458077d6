import { findBank } from "@/lib/contracts/banks";
import { requestCancel as contract } from "@/lib/contracts/cancel-requests";
import { endpoint } from "@/lib/http";
import { limitCancelRequests } from "@/lib/limits";
import { callerOf } from "@/lib/limits/caller";
import { ownOrderForWriting } from "@/lib/orders/own";
import { answerOfCancel, askToCancel } from "@/lib/payments/cancel-request";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers }) => {
    const order = await ownOrderForWriting(input.order_number, headers);
    await limitCancelRequests(order);
    const account = input.refund_account;
    const request = await askToCancel(order, {
      reason: input.reason,
      account: account && {
        bank: findBank(account.bank)?.code ?? account.bank,
        accountNumber: account.account_number,
        holderName: account.holder_name,
      },
      address: callerOf(headers),
    });
    return answerOfCancel(order, request);
  },
);
