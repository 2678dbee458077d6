import { StripeReturn } from "@/lib/contracts/stripe";
import { handlers, isAhead, queryOf } from "@/lib/http";
import { wayOn } from "@/lib/orders/way-on";
import { returnFromStripe, unknownOrder } from "@/lib/payments/returned";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  if (isAhead(request)) return new Response(null, { status: 204 });
  const query = StripeReturn.safeParse(queryOf(request));
  return wayOn(query.success ? await returnFromStripe(query.data) : unknownOrder());
});
