import { seconds } from "@/lib/clock";
import { paymentStatus as contract } from "@/lib/contracts/payments";
import { endpoint } from "@/lib/http/http";
import { holdQuestion } from "@/lib/limits/long-polls";
import { waitForChange } from "@/lib/orders/status";
import { Problem } from "@/lib/problem";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ input, headers, gone }) => {
    const wait = { since: input.since, waitMs: seconds(input.wait ?? 0), gone };
    const ask = () => waitForChange(input.order_number, headers, wait);
    const own = await (wait.waitMs > 0 ? holdQuestion(headers, ask) : ask());
    if (!own) throw new Problem("order_not_found", "There is no such order.");
    return { body: own.status };
  },
);
