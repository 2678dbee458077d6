import { StripeReturn } from "@/lib/contracts/stripe";
import { handlers, isAhead, returnQueryOf } from "@/lib/http/http";
import { tellRefusal } from "@/lib/http/security-log";
import { limitLooks } from "@/lib/orders/limits";
import { wayOn } from "@/lib/orders/way-on";
import { toFailPage, unknownOrder } from "@/lib/payments/checkout/way-on";
import { returnFromStripe } from "@/lib/payments/stripe/returned";
import { Problem } from "@/lib/problem";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  if (isAhead(request)) return new Response(null, { status: 204 });
  const query = StripeReturn.safeParse(returnQueryOf(request));
  if (!query.success) return wayOn(unknownOrder());
  try {
    await limitLooks(request.headers);
    return wayOn(await returnFromStripe(query.data));
  } catch (error) {
    tellRefusal(error, request);
    // A browser shows pages, not problem documents.
    if (error instanceof Problem) return wayOn(toFailPage(error.code));
    throw error;
  }
});
