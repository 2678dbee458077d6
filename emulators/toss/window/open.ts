import { z } from "zod";
import { metadata, orderId, orderName } from "../api/bodies";
import { isRefusal, type Refusal, refuse } from "../errors";
import { pairByClientKey } from "../keys";
import { choose } from "../methods";
import { Wish } from "../methods/wishes";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { openPayment } from "../verbs/open";

const Url = z.url({ protocol: /^https?$/ });

/** What the SDK sends; the shop's page sets the amount. */
const Opening = z.strictObject({
  clientKey: z.string(),
  orderId,
  orderName,
  amount: z.strictObject({ value: z.number().positive(), currency: z.literal("KRW") }),
  taxFreeAmount: z.number().nonnegative(),
  metadata: metadata.nullable(),
  /** What is chosen before the window opens. */
  choice: Wish,
  successUrl: Url.nullable(),
  failUrl: Url.nullable(),
  windowTarget: z.enum(["self", "iframe"]),
});

export function openWindow(toss: Toss, asked: unknown, origin: string | null): Payment | Refusal {
  const opening = Opening.safeParse(asked);
  if (!opening.success) return refuse("INVALID_REQUEST");
  const { clientKey, amount, choice: wish, successUrl, failUrl, windowTarget, ...order } = opening.data;
  if (order.taxFreeAmount > amount.value) return refuse("INVALID_REQUEST");
  const pair = pairByClientKey(clientKey);
  if (!pair) return refuse("INVALID_API_KEY");
  const chosen = choose(wish, amount.value, toss.clock.now());
  if (isRefusal(chosen)) return chosen;
  return openPayment(
    toss,
    pair,
    { ...order, amount: amount.value, currency: amount.currency, wish },
    { target: windowTarget, successUrl, failUrl, origin },
  );
}
