import { now } from "@/lib/clock";
import { readyToss as contract } from "@/lib/contracts/toss";
import { endpoint } from "@/lib/http/http";
import { replayHeader } from "@/lib/http/idempotency";
import { openedFrom } from "@/lib/limits/declines";
import { limitAttempts } from "@/lib/orders/limits";
import { ownOrderForWriting } from "@/lib/orders/own";
import { readyToss } from "@/lib/payments/toss/ready";
import { presentReady } from "@/lib/payments/view/present-opened";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    const order = await ownOrderForWriting(input.order_number, headers);
    await limitAttempts(order, headers, "toss");
    const wish = {
      amount: input.amount,
      method: input.method,
      successUrl: input.success_url,
      failUrl: input.fail_url,
      openedFrom: await openedFrom(headers),
      keyed: keyed(order.id),
    };
    const { payment, standing, replayed } = await readyToss(order, wish, now());
    return { body: presentReady(standing, payment), headers: replayHeader(replayed) };
  },
);
