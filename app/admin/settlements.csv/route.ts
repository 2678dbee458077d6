import { z } from "zod";
import { now } from "@/lib/clock";
import { Month } from "@/lib/contracts/settlement-list";
import { settlementsCsv } from "@/lib/desk/read/settlements-csv";
import { requireStaff } from "@/lib/desk/staff/session";
import { callerOf } from "@/lib/http/caller";
import { handlers, isAhead, parsed, queryOf } from "@/lib/http/http";

const Asked = z.object({ month: Month });

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  const staff = await requireStaff(request.headers);
  // A prefetch by the browser is not a download yet.
  if (isAhead(request)) return new Response(null, { status: 204 });
  const { month } = parsed(Asked, queryOf(request));
  const csv = await settlementsCsv(staff, month, { address: callerOf(request.headers), now: now() });
  return new Response(csv, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="settlements-${month}.csv"`,
    },
  });
});
