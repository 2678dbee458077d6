import type { Order } from "@/db/schema";
import { browserOf } from "../http/browser";
import type { Incoming } from "../http/http";
import { type KeyedRequest, madeBefore } from "../http/idempotency";
import { Problem } from "../problem";
import { ownOrderIds } from "./access";
import { createOrder, type Made, madeOfThese, type OrderWish } from "./create";

/** Who is ordering, as far as a repeat can be told apart from a stranger's identical request. */
export type Shopper = {
  keyed: KeyedRequest | undefined;
  /** Whether the browser has a name, so that it is recognized when it repeats a request. */
  isKnown: boolean;
  /** The orders it already has. */
  orderIds: string[];
};

/**
 * An idempotency key belongs to the browser that sends it. Callers without a name share a namespace, so their key also
 * includes the body: a stranger's different order is a different order.
 */
export async function shopperOf(headers: Headers, keyed: Incoming<unknown>["keyed"]): Promise<Shopper> {
  const browser = browserOf(headers);
  const caller = browser ? `browser:${browser}` : `nobody:${keyed("")?.bodyHash}`;
  return { keyed: keyed(caller), isKnown: browser !== undefined, orderIds: await ownOrderIds(headers) };
}

/** Whether a request only repeats an earlier one with the same key. Throws `idempotency_key_reused`. */
export const isRepeat = async ({ keyed, orderIds }: Shopper) =>
  keyed !== undefined &&
  ((await madeOfThese(keyed, orderIds)) !== undefined || (await madeBefore(keyed)) !== undefined);

/**
 * Creates an order once per key; see `createOrder`. Throws `idempotency_key_in_use` for a repeat without proof that it
 * comes from the original caller, since the response allows paying for the order and reading it.
 */
export async function orderOnce(
  wish: OrderWish,
  { keyed, isKnown, orderIds }: Shopper,
  replaced: Order | undefined,
  now: Date,
): Promise<Made> {
  // A browser that lost its name, or got it only with the first response, still has the order's token.
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
