import { pending } from "@/lib/answers/pending";
import { verifyStripe as contract } from "@/lib/contracts/stripe";
import { endpoint } from "@/lib/http/http";
import { limitLooks } from "@/lib/orders/limits";
import { ownStripePayment } from "@/lib/orders/own";
import { verify } from "@/lib/payments/stripe/verify";
import { presentPayment } from "@/lib/payments/view/present";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers }) => {
    await limitLooks(headers);
    const { payment } = await ownStripePayment(input, headers);
    const found = await verify(payment);
    const body = presentPayment(found.order, found.payment);
    return found.told && body.status !== "confirming" ? { body } : { body, ...pending };
  },
);
