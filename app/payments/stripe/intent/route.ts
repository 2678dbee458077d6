import { keyFor } from "@/lib/access/api-keys";
import { pending } from "@/lib/answers/pending";
import { intentStripe as contract } from "@/lib/contracts/stripe";
import { endpoint } from "@/lib/http/http";
import { replayHeader } from "@/lib/http/idempotency";
import { openedFrom } from "@/lib/limits/declines";
import { limitForms } from "@/lib/orders/limits";
import { ownOrderForWriting } from "@/lib/orders/own";
import { callerWaitMs } from "@/lib/payments/engine/wait";
import { openStripe } from "@/lib/payments/stripe/open";
import { presentIntent } from "@/lib/payments/view/present-opened";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    const order = await ownOrderForWriting(input.order_number, headers);
    if (input.capture_method) await keyFor("captures:write", headers);
    await limitForms(order, headers);
    const { payment, replayed } = await openStripe(order, {
      origin: headers.get("origin"),
      paymentMethod: input.payment_method_id,
      captureMethod: input.capture_method,
      openedFrom: await openedFrom(headers),
      keyed: keyed(order.id),
      waitMs: callerWaitMs,
    });
    const body = presentIntent(order, payment);
    const isOpening = payment.status === "ready" && !body.client_secret;
    return isOpening ? { body, ...pending } : { body, headers: replayHeader(replayed) };
  },
);
