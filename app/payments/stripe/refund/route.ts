import { keyFor } from "@/lib/access/api-keys";
import { answerOfRefundOrVoid } from "@/lib/answers/refund";
import { refundStripe as contract } from "@/lib/contracts/refunds";
import { judgeKey } from "@/lib/desk/acts/refund-limits";
import { callerOf } from "@/lib/http/caller";
import { endpoint, needsKey } from "@/lib/http/http";
import { limitRefunds } from "@/lib/orders/limits";
import { refundOrVoid } from "@/lib/payments/refunds/refund-by-number";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    const key = await keyFor("refunds:write", headers);
    await limitRefunds(key.id);
    const given = await refundOrVoid(input.order_number, "stripe", {
      amount: input.amount,
      reason: input.reason,
      actor: `key:${key.id}`,
      address: callerOf(headers),
      keyed: needsKey(keyed(key.id)),
      judge: judgeKey(key),
    });
    return answerOfRefundOrVoid(given);
  },
);
