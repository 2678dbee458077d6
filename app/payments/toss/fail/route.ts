import { TossFailure } from "@/lib/contracts/toss";
import { handlers, isAhead, returnQueryOf } from "@/lib/http/http";
import { wayOn } from "@/lib/orders/way-on";
import { unknownOrder } from "@/lib/payments/checkout/way-on";
import { returnByFailure } from "@/lib/payments/toss/returned";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  if (isAhead(request)) return new Response(null, { status: 204 });
  const query = TossFailure.safeParse(returnQueryOf(request));
  return wayOn(query.success ? await returnByFailure(query.data) : unknownOrder());
});
