import type { Order } from "@/db/schema";
import { hashBody, type KeyedRequest } from "@/lib/http/idempotency";
import type { Dice } from "../dice";

/** The idempotency key of a request that an order's owner sends and repeats. */
export const oneKey = (dice: Dice, { id }: Order, operation: string, body: unknown): KeyedRequest => ({
  caller: id,
  operation,
  key: `request ${dice.between(0, 2 ** 31)}`,
  bodyHash: hashBody(body),
});
