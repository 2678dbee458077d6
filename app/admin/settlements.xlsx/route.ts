import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { now } from "@/lib/clock";
import { Month } from "@/lib/contracts/settlement-list";
import { settlementsXlsx } from "@/lib/desk/read/settlements-xlsx";
import { requireStaff } from "@/lib/desk/staff/session";
import { callerOf } from "@/lib/http/caller";
import { handlers, isAhead, parsed, queryOf } from "@/lib/http/http";

const Asked = z.object({ month: Month });

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers("GET", async (request) => {
  const staff = await requireStaff(request.headers);
  // A prefetch by the browser is not a download yet.
  if (isAhead(request)) return new Response(null, { status: 204 });
  const { month } = parsed(Asked, queryOf(request));
  const [t, kinds, gateways] = await Promise.all([
    getTranslations("deskSettlements.sheet"),
    getTranslations("deskSettlements.kinds"),
    getTranslations("gatewayNames"),
  ]);
  const words = {
    summary: t("summary"),
    rows: t("rows"),
    heading: (name: Parameters<typeof t>[0]) => t(name),
    gateway: (name: Parameters<typeof gateways>[0]) => gateways(name),
    kind: (kind: Parameters<typeof kinds>[0]) => kinds(kind),
  };
  const file = await settlementsXlsx(staff, month, words, { address: callerOf(request.headers), now: now() });
  return new Response(new Uint8Array(file), {
    headers: {
      "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "content-disposition": `attachment; filename="settlements-${month}.xlsx"`,
    },
  });
});
