import type { Reply } from "@/components/api";
import type { World } from "../world";
import { orderOf } from "./wishes";

/** A school's server sells a lesson through the shop, which knows nothing of lessons. */
export async function sellsALesson(world: World): Promise<Reply<"POST /orders"> & { checkout_url: string }> {
  const [{ url }] = world.apps;
  const { customer, currency, locale } = orderOf();
  const response = await fetch(`${url}/orders`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${await world.apiKey("orders:write")}`,
    },
    body: JSON.stringify({
      customer,
      currency,
      locale,
      lines: [
        { name: "11월 수업료", unit_price: 120_000, quantity: 1 },
        { name: "교재", unit_price: 15_000, quantity: 2 },
      ],
      return_url: `${url}/terms?from=school`,
      cancel_url: `${url}/privacy`,
    }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
