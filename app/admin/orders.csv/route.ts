import { ordersCsv } from "@/lib/admin/read/orders-csv";
import { requireStaff } from "@/lib/admin/session";
import { now, seoulDay } from "@/lib/clock";
import { OrderFilter } from "@/lib/contracts/desk/orders";
import { handlers, isAhead, parsed, queryOf } from "@/lib/http";
import { callerOf } from "@/lib/limits/caller";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  const staff = await requireStaff(request.headers);
  // What a browser fetches ahead nobody has taken away yet.
  if (isAhead(request)) return new Response(null, { status: 204 });
  const at = now();
  const filter = parsed(OrderFilter, queryOf(request));
  const csv = await ordersCsv(staff, filter, { address: callerOf(request.headers), now: at });
  return new Response(csv, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="orders-${seoulDay(at)}.csv"`,
    },
  });
});
