import { recordAudit } from "@/db/audit";
import { transaction } from "@/db/store";
import { slowUntil, writeSlow } from "../../limits/slow";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

/**
 * Slows card payments down for 24 hours, or returns them to normal. While slowed, fewer cards may be declined, and one
 * address may open one card form every five seconds. Returns when it ends. Throws forbidden.
 */
export async function slowDown(
  staff: Staff,
  on: boolean,
  address: string,
  now: Date,
): Promise<Date | undefined> {
  assertMay(staff, "cards:slow");
  const before = await slowUntil(now);
  await transaction(async (tx) => {
    await writeSlow(tx, on, now);
    await recordAudit(tx, {
      actor: actorOf(staff),
      action: on ? "cards_slowed" : "cards_as_usual",
      subject: "shop",
      detail: { before: { until: before?.toISOString() ?? null } },
      address,
      at: now,
    });
  });
  return slowUntil(now);
}

/** Until when card payments are slowed down; undefined if they are not. Throws forbidden. */
export async function slowedUntil(staff: Staff, now: Date): Promise<Date | undefined> {
  assertMay(staff, "orders:read");
  return slowUntil(now);
}
