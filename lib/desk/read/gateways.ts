import { allDailyLooks } from "@/db/daily-looks";
import { db } from "@/db/store";
import { troublesNow } from "@/lib/payments/worker/troubles";
import { env } from "@/lib/settings/env";
import { assertMay, type Staff } from "../staff/permissions";

/**
 * What is wrong between the shop and its gateways, as seen by any instance, and how far each gateway's list has been
 * compared with the books. Throws forbidden.
 */
export async function gatewayHealth(staff: Staff, at: Date) {
  assertMay(staff, "orders:read");
  const [troubles, lists] = await Promise.all([troublesNow(db, at), allDailyLooks(db, env().live)]);
  return { troubles, lists };
}
