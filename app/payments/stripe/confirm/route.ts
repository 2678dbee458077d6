import { answerWith } from "@/lib/answers/payment";
import { confirmStripe as contract } from "@/lib/contracts/stripe";
import { endpoint } from "@/lib/http/http";
import { limitAttempts } from "@/lib/orders/limits";
import { ownOrderForWriting } from "@/lib/orders/own";
import { callerWaitMs } from "@/lib/payments/engine/wait";
import { chargeStripe } from "@/lib/payments/stripe/charge";
import { presentCharge } from "@/lib/payments/view/present-opened";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers }) => {
    const order = await ownOrderForWriting(input.order_number, headers);
    await limitAttempts(order, headers, "stripe");
    const charge = { paymentMethod: input.payment_method_id, returnUrl: input.return_url };
    const payment = await chargeStripe(order, charge, callerWaitMs);
    return answerWith(payment, presentCharge);
  },
);
