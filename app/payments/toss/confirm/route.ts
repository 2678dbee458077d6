import { answerOfConfirm } from "@/lib/answers/payment";
import { confirmToss as contract } from "@/lib/contracts/toss";
import { endpoint } from "@/lib/http/http";
import { limitWrongProofs } from "@/lib/orders/limits";
import { ownAttempt } from "@/lib/orders/own";
import { confirm } from "@/lib/payments/checkout/confirm";
import { callerWaitMs } from "@/lib/payments/engine/wait";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers }) => {
    const paymentKey = "paymentKey" in input ? input.paymentKey : input.payment_key;
    const attempt = await ownAttempt(input, headers);
    const wish = { paymentKey, amount: input.amount, waitMs: callerWaitMs };
    return limitWrongProofs(attempt.gatewayOrderId, headers, async () =>
      answerOfConfirm(await confirm(attempt, wish)),
    );
  },
);
