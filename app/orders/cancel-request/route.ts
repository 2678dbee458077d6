import { answerOfCancelRequest } from "@/lib/answers/cancel";
import { requestCancel as contract } from "@/lib/contracts/cancel-requests";
import { callerOf } from "@/lib/http/caller";
import { endpoint } from "@/lib/http/http";
import { limitCancelRequests } from "@/lib/orders/limits";
import { ownOrderForAccount, ownOrderForWriting } from "@/lib/orders/own";
import { askToCancel } from "@/lib/payments/ending/cancel-request";
import { accountOf } from "@/lib/payments/engine/refund-account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers }) => {
    const account = input.refund_account;
    const { order, proof } = account
      ? await ownOrderForAccount(input.order_number, headers)
      : { order: await ownOrderForWriting(input.order_number, headers) };
    await limitCancelRequests(order);
    const request = await askToCancel(order, {
      reason: input.reason,
      account: account && proof && { account: accountOf(account), proof },
      address: callerOf(headers),
    });
    return answerOfCancelRequest(order, request);
  },
);
