import type { z } from "zod";
import { keyFor } from "@/lib/access/api-keys";
import { ordersFor } from "@/lib/answers/orders";
import { now } from "@/lib/clock";
import { listOrders } from "@/lib/contracts/order-list";
import { createOrder } from "@/lib/contracts/orders";
import { browserOf, nameBrowser } from "@/lib/http/browser";
import { answering, assertOwnPage, handlers, type Incoming, type Reply } from "@/lib/http/http";
import { replayHeader } from "@/lib/http/idempotency";
import { findOwnOrder, mayAct, rememberOrder } from "@/lib/orders/access";
import type { OrderWish } from "@/lib/orders/create";
import { limitLists, limitOpenOrders, limitOrders, limitOrdersByKey } from "@/lib/orders/limits";
import { orderByKey } from "@/lib/orders/order-by-key";
import { isRepeat, orderOnce, shopperOf } from "@/lib/orders/order-once";
import { presentOrder, presentWithLink } from "@/lib/orders/present";
import { Problem } from "@/lib/problem";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers(
  "POST",
  answering(createOrder, (incoming) =>
    incoming.headers.has("authorization") ? forKey(incoming) : forShopper(incoming),
  ),
  answering(listOrders, async ({ input, headers }) => {
    const key = await keyFor("orders:read", headers);
    await limitLists(key.id);
    return ordersFor(input);
  }),
);

type Ordering = Incoming<OrderWish>;
type Ordered = Reply<z.input<typeof createOrder.reply>>;

async function forKey({ input, headers, keyed }: Ordering): Promise<Ordered> {
  const key = await keyFor("orders:write", headers);
  await limitOrdersByKey(key.id);
  const { order, items, replayed } = await orderByKey(input, key, keyed, now());
  // A cart is paid on the shop's own order sheet, by whoever has it in their browser.
  const body =
    order.source === "api" ? await presentWithLink(order, items) : await presentOrder(order, items);
  return { body, headers: replayHeader(replayed) };
}

async function forShopper({ input, headers, keyed }: Ordering): Promise<Ordered> {
  // A browser always sends the origin of a write; without one the client is not a browser and carries no cookie of
  // ours.
  if (headers.has("origin")) assertOwnPage(headers);
  if ("lines" in input)
    throw new Problem(
      "unauthorized",
      "Only an API key may set names and prices. Send it as a bearer token.",
      {
        headers: { "www-authenticate": "Bearer" },
      },
    );
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
}
