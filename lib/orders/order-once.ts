import type { Order } from "@/db/schema";
import { browserOf } from "../http/browser";
import type { Incoming } from "../http/http";
import { type KeyedRequest, madeBefore } from "../http/idempotency";
import { Problem } from "../problem";
import { ownOrderIds } from "./access";
import { createOrder, type Made, madeOfThese, type OrderWish } from "./create";

/** Who asks for an order, as far as a repeat can be told from a stranger who sends the same. */
export type Shopper = {
  keyed: KeyedRequest | undefined;
  /** True of a browser that has a name of its own, by which it is known when it asks again. */
  isKnown: boolean;
  /** The orders that it has already. */
  orderIds: string[];
};

/**
 * A key belongs to the browser that sends it. Callers who have no name share theirs with strangers, so that for them a
 * key stands for its body, too: a stranger's other order is another order.
 */
export async function shopperOf(headers: Headers, keyed: Incoming<unknown>["keyed"]): Promise<Shopper> {
  const browser = browserOf(headers);
  const caller = browser ? `browser:${browser}` : `nobody:${keyed("")?.bodyHash}`;
  return { keyed: keyed(caller), isKnown: browser !== undefined, orderIds: await ownOrderIds(headers) };
}

/** True of a request that only asks again for an order that was made with its key. Throws idempotency_key_reused. */
export const isRepeat = async ({ keyed, orderIds }: Shopper) =>
  keyed !== undefined &&
  ((await madeOfThese(keyed, orderIds)) !== undefined || (await madeBefore(keyed)) !== undefined);

/**
 * Makes an order, once for each key; see `createOrder`. Throws idempotency_key_in_use for a repeat of which nothing
 * proves that it comes from whom the order was made for: whoever has the answer can pay the order and read it.
 */
export async function orderOnce(
  wish: OrderWish,
  { keyed, isKnown, orderIds }: Shopper,
  replaced: Order | undefined,
  now: Date,
): Promise<Made> {
  // A browser whose name was lost, or came only with the first answer, has the order itself to show.
  const own = keyed && (await madeOfThese(keyed, orderIds));
  if (own) return own;
  const made = await createOrder(wish, keyed, replaced, now);
  if (made.replayed && !isKnown)
    throw new Problem(
      "idempotency_key_in_use",
      "An order was already created with this Idempotency-Key, and nothing proves that it is yours. No new order was created.",
    );
  return made;
}
