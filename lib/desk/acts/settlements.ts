import { recordAudit } from "@/db/audit";
import { transaction } from "@/db/store";
import { pullAgainFrom } from "../../payments/settlement/pull";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

/**
 * Has everything since the beginning of a month, such as 2026-11, read again. What is known changes nothing. Returns how
 * many lists go back. Throws forbidden.
 */
export async function readMonthAgain(
  staff: Staff,
  month: string,
  address: string,
  now: Date,
): Promise<number> {
  assertMay(staff, "settlements:pull");
  await transaction((tx) =>
    recordAudit(tx, {
      actor: actorOf(staff),
      action: "settlements_read_again",
      subject: month,
      detail: {},
      address,
      at: now,
    }),
  );
  return pullAgainFrom(`${month}-01`, now);
}
