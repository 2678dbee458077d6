import { TossReturn } from "@/lib/contracts/toss";
import { handlers, isAhead, returnQueryOf } from "@/lib/http/http";
import { tellRefusal } from "@/lib/http/security-log";
import { limitWrongProofs } from "@/lib/orders/limits";
import { wayOn } from "@/lib/orders/way-on";
import { toFailPage, unknownOrder } from "@/lib/payments/checkout/way-on";
import { returnBySuccess } from "@/lib/payments/toss/returned";
import { Problem } from "@/lib/problem";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  if (isAhead(request)) return new Response(null, { status: 204 });
  const query = TossReturn.safeParse(returnQueryOf(request));
  if (!query.success) return wayOn(unknownOrder());
  try {
    const come = () => returnBySuccess(query.data);
    const way = await limitWrongProofs(query.data.orderId, request.headers, come);
    tellRefusal(way.refusal, request);
    return await wayOn(way);
  } catch (error) {
    tellRefusal(error, request);
    // A browser shows pages, not problem documents.
    if (error instanceof Problem) return wayOn(toFailPage(error.code));
    throw error;
  }
});
