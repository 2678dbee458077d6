import { now } from "@/lib/clock";
import { createOrder as contract } from "@/lib/contracts/orders";
import { browserOf, nameBrowser } from "@/lib/http/browser";
import { assertOwnPage, endpoint } from "@/lib/http/http";
import { replayHeader } from "@/lib/http/idempotency";
import { findOwnOrder, mayAct, rememberOrder } from "@/lib/orders/access";
import { limitOpenOrders, limitOrders } from "@/lib/orders/limits";
import { isRepeat, orderOnce, shopperOf } from "@/lib/orders/order-once";
import { presentOrder } from "@/lib/orders/present";
import { Problem } from "@/lib/problem";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, keyed }) => {
    // A browser always sends the origin of a write; without one the client is not a browser and carries no cookie of
    // ours.
    if (headers.has("origin")) assertOwnPage(headers);
    await limitOrders(headers);
    const replaced = input.replaces ? await findOwnOrder(input.replaces, headers) : undefined;
    if (input.replaces && !mayAct(replaced?.access))
      throw new Problem("order_not_found", "The order to replace does not exist.");
    const shopper = await shopperOf(headers, keyed);
    await limitOpenOrders(headers, replaced?.order, () => isRepeat(shopper));
    const { order, items, replayed } = await orderOnce(input, shopper, replaced?.order, now());
    const cookies = [
      await rememberOrder(order, headers.get("cookie")),
      ...(browserOf(headers) ? [] : [nameBrowser()]),
    ];
    return {
      body: await presentOrder(order, items),
      headers: [
        ...cookies.map((cookie): [string, string] => ["set-cookie", cookie]),
        ...replayHeader(replayed),
      ],
    };
  },
);
