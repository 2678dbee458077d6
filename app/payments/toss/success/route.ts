import { TossReturn } from "@/lib/contracts/toss";
import { handlers, isAhead, returnQueryOf } from "@/lib/http";
import { limitWrongProofs } from "@/lib/limits";
import { wayOn } from "@/lib/orders/way-on";
import { returnBySuccess, toFailPage, unknownOrder } from "@/lib/payments/returned";
import { Problem } from "@/lib/problem";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  if (isAhead(request)) return new Response(null, { status: 204 });
  const query = TossReturn.safeParse(returnQueryOf(request));
  if (!query.success) return wayOn(unknownOrder());
  try {
    const come = () => returnBySuccess(query.data);
    return await wayOn(await limitWrongProofs(query.data.orderId, request.headers, come));
  } catch (error) {
    // A browser reads pages, not problems.
    if (error instanceof Problem) return wayOn(toFailPage(error.code));
    throw error;
  }
});
