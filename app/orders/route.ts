import { now } from "@/lib/clock";
import { createOrder as contract } from "@/lib/contracts/orders";
import { assertOwnPage, endpoint } from "@/lib/http";
import { replayHeader } from "@/lib/idempotency";
import { limitOpenOrders, limitOrders } from "@/lib/limits";
import { findOwnOrder, rememberOrder } from "@/lib/orders/access";
import { createOrder, madeBefore } from "@/lib/orders/create";
import { presentOrder } from "@/lib/orders/present";
import { Problem } from "@/lib/problem";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    // A browser always says which page writes; what says nothing is no browser and carries no cookie of ours.
    if (headers.has("origin")) assertOwnPage(headers);
    await limitOrders(headers);
    const replaced = input.replaces ? await findOwnOrder(input.replaces, headers) : undefined;
    if (input.replaces && replaced?.access !== "owner")
      throw new Problem("order_not_found", "The order to be replaced is not there.");
    const key = keyed("shopper");
    await limitOpenOrders(headers, replaced?.order, async () => Boolean(await madeBefore(key)));
    const { order, items, replayed } = await createOrder(input, key, replaced?.order, now());
    return {
      body: await presentOrder(order, items),
      headers: [["set-cookie", await rememberOrder(order, headers.get("cookie"))], ...replayHeader(replayed)],
    };
  },
);
