import { keyFor } from "@/lib/access/api-keys";
import { answerOfRefundOrVoid } from "@/lib/answers/refund";
import { cancelToss as contract } from "@/lib/contracts/refunds";
import { judgeKey } from "@/lib/desk/acts/refund-limits";
import { callerOf } from "@/lib/http/caller";
import { endpoint, needsKey } from "@/lib/http/http";
import { limitRefunds } from "@/lib/orders/limits";
import { accountOf } from "@/lib/payments/engine/refund-account";
import { refundOrVoid } from "@/lib/payments/refunds/refund-by-number";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    const key = await keyFor("refunds:write", headers);
    await limitRefunds(key.id);
    const account = input.refund_account;
    const given = await refundOrVoid(input.order_number, "toss", {
      amount: input.amount,
      taxFree: input.tax_free_amount,
      reason: input.reason,
      account: account && accountOf(account),
      actor: `key:${key.id}`,
      address: callerOf(headers),
      keyed: needsKey(keyed(key.id)),
      judge: judgeKey(key),
    });
    return answerOfRefundOrVoid(given);
  },
);
