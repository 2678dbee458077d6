import { answerOfConfirm } from "@/lib/answers/payment";
import { seconds } from "@/lib/clock";
import { confirmToss as contract } from "@/lib/contracts/toss";
import { endpoint } from "@/lib/http/http";
import { limitWrongProofs } from "@/lib/orders/limits";
import { ownAttempt } from "@/lib/orders/own";
import { confirm } from "@/lib/payments/checkout/confirm";

/** How long a caller waits for the gateway before it is told that the answer is not known yet. */
const waitMs = seconds(8);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers }) => {
    const paymentKey = "paymentKey" in input ? input.paymentKey : input.payment_key;
    const attempt = await ownAttempt(input, headers);
    const wish = { paymentKey, amount: input.amount, waitMs };
    return limitWrongProofs(attempt.gatewayOrderId, headers, async () =>
      answerOfConfirm(await confirm(attempt, wish)),
    );
  },
);
