import { z } from "zod";
import { now } from "@/lib/clock";
import { OrderFilter } from "@/lib/contracts/desk/orders";
import { callerOf } from "@/lib/http/caller";
import { handlers, isAhead, parsed, queryOf } from "@/lib/http/http";
import { seoulDay } from "@/lib/seoul";
import type { Staff } from "../staff/permissions";
import { requireStaff } from "../staff/session";
import { fromAddress } from "./search-address";

/** A search that cannot be decrypted must not become a file of all orders. */
const Asked = OrderFilter.extend({
  s: z.never("This search can no longer be read. Search again").optional(),
});

type Export = (
  staff: Staff,
  filter: OrderFilter,
  from: { address: string; now: Date },
) => Promise<ReadableStream<Uint8Array>>;

/** Answers with a file of the orders in a list. `name` is the file's name without its day. */
export const csvOfOrders = (name: "orders" | "parcels", make: Export) =>
  handlers("GET", async (request) => {
    const staff = await requireStaff(request.headers);
    // A prefetch by the browser is not a download yet.
    if (isAhead(request)) return new Response(null, { status: 204 });
    const at = now();
    const filter = parsed(Asked, await fromAddress("q", queryOf(request)));
    const csv = await make(staff, filter, { address: callerOf(request.headers), now: at });
    return new Response(csv, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${name}-${seoulDay(at)}.csv"`,
      },
    });
  });
