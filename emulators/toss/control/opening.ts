import { z } from "zod";
import { metadata, orderId, orderName } from "../api/bodies";
import { isRefusal, type Refusal } from "../errors";
import { pairByClientKey, widgetPair } from "../keys";
import { choose } from "../methods";
import { Wish } from "../methods/wishes";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { openPayment } from "../verbs/open";

const Url = z.url({ protocol: /^https?$/ });

/** Opens a payment without a browser. Any other fields are the buyer's choice: `method` and its fields. */
export const Opening = z
  .looseObject({
    orderId,
    amount: z.number().positive(),
    orderName: orderName.default("테스트 주문"),
    taxFreeAmount: z.number().nonnegative().default(0),
    currency: z.string().default("KRW"),
    clientKey: z
      .string()
      .refine((key) => pairByClientKey(key) !== undefined, "unknown client key")
      .default(widgetPair.clientKey),
    card: z.string().optional(),
    successUrl: Url.optional(),
    failUrl: Url.optional(),
    authenticate: z.boolean().default(true),
    metadata: metadata.optional(),
  })
  .transform((opening, context) => {
    const { orderId, amount, orderName, taxFreeAmount, currency, clientKey, card, ...rest } = opening;
    const { successUrl, failUrl, authenticate, metadata, ...choice } = rest;
    const byCard = card === undefined ? {} : { testCard: card };
    const wish = Wish.safeParse({ method: "CARD", ...byCard, ...choice });
    if (!wish.success) {
      for (const { message, path } of wish.error.issues) context.addIssue({ code: "custom", message, path });
      return z.NEVER;
    }
    return {
      pair: pairByClientKey(clientKey) ?? widgetPair,
      order: {
        orderId,
        orderName,
        amount,
        currency,
        taxFreeAmount,
        metadata: metadata ?? null,
        wish: wish.data,
      },
      successUrl: successUrl ?? null,
      failUrl: failUrl ?? null,
      authenticate,
    };
  });

export function openAttempt(
  toss: Toss,
  { pair, order, successUrl, failUrl }: z.output<typeof Opening>,
): Payment | Refusal {
  const choice = choose(order.wish, order.amount, toss.clock.now());
  if (isRefusal(choice)) return choice;
  return openPayment(toss, pair, order, { target: "self", successUrl, failUrl, origin: null });
}
