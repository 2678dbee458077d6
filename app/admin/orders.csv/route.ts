import { z } from "zod";
import { now } from "@/lib/clock";
import { OrderFilter } from "@/lib/contracts/desk/orders";
import { ordersCsv } from "@/lib/desk/read/orders-csv";
import { fromAddress } from "@/lib/desk/read/search-address";
import { requireStaff } from "@/lib/desk/staff/session";
import { callerOf } from "@/lib/http/caller";
import { handlers, isAhead, parsed, queryOf } from "@/lib/http/http";
import { seoulDay } from "@/lib/seoul";

/** A search that cannot be decrypted must not become a file of all orders. */
const Asked = OrderFilter.extend({
  s: z.never("This search can no longer be read. Search again").optional(),
});

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  const staff = await requireStaff(request.headers);
  // A prefetch by the browser is not a download yet.
  if (isAhead(request)) return new Response(null, { status: 204 });
  const at = now();
  const filter = parsed(Asked, await fromAddress("q", queryOf(request)));
  const csv = await ordersCsv(staff, filter, { address: callerOf(request.headers), now: at });
  return new Response(csv, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="orders-${seoulDay(at)}.csv"`,
    },
  });
});
