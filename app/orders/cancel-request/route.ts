import { requestCancel as contract } from "@/lib/contracts/cancel-requests";
import { endpoint } from "@/lib/http";
import { limitCancelRequests } from "@/lib/limits";
import { callerOf } from "@/lib/limits/caller";
import { ownOrderForWriting } from "@/lib/orders/own";
import { answerOfCancel, askToCancel } from "@/lib/payments/cancel-request";
import { accountOf } from "@/lib/payments/refund-account";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers }) => {
    const order = await ownOrderForWriting(input.order_number, headers);
    await limitCancelRequests(order);
    const account = input.refund_account;
    const request = await askToCancel(order, {
      reason: input.reason,
      account: account && accountOf(account),
      address: callerOf(headers),
    });
    return answerOfCancel(order, request);
  },
);
