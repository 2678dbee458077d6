import { paymentStatus as contract } from "@/lib/contracts/payments";
import { endpoint } from "@/lib/http";
import { statusOf } from "@/lib/payments/status";
import { Problem } from "@/lib/problem";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers }) => {
    const own = await statusOf(input.order_number, headers);
    if (!own) throw new Problem("order_not_found", "There is no such order.");
    return { body: own.status };
  },
);
