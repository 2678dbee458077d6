import { keyFor } from "@/lib/access/api-keys";
import { pending } from "@/lib/answers/pending";
import { checkoutStripe as contract } from "@/lib/contracts/stripe";
import { endpoint } from "@/lib/http/http";
import { replayHeader } from "@/lib/http/idempotency";
import { openedFrom } from "@/lib/limits/declines";
import { limitForms } from "@/lib/orders/limits";
import { ownOrderForWriting } from "@/lib/orders/own";
import { callerWaitMs } from "@/lib/payments/engine/wait";
import { openStripe } from "@/lib/payments/stripe/open";
import { presentCheckout } from "@/lib/payments/view/present-opened";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    const order = await ownOrderForWriting(input.order_number, headers);
    if (input.capture_method) await keyFor("captures:write", headers);
    await limitForms(order, headers);
    const page = { successUrl: input.success_url, cancelUrl: input.cancel_url };
    const { payment, replayed } = await openStripe(order, {
      page,
      captureMethod: input.capture_method,
      openedFrom: await openedFrom(headers),
      keyed: keyed(order.id),
      waitMs: callerWaitMs,
    });
    const body = presentCheckout(order, payment);
    const isOpening = payment.status === "ready" && !body.url;
    return isOpening ? { body, ...pending } : { body, headers: replayHeader(replayed) };
  },
);
