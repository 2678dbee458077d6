import { recordAudit } from "@/db/audit";
import { orderByNumber } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import type { MonthClosing } from "@/db/schema";
import { closingOf, insertClosing } from "@/db/settlements";
import { db, transaction } from "@/db/store";
import type { WhyNotClosed } from "../../contracts/desk/settlements";
import { lookAndRecord } from "../../payments/engine/look";
import { settledMonth } from "../../payments/settlement/month";
import { pullAgainFrom } from "../../payments/settlement/pull";
import { Problem } from "../../problem";
import { env } from "../../settings/env";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

/**
 * Has everything since a day in Seoul, such as 2026-11-21, read again. What is known changes nothing. Returns how many
 * lists go back. Throws forbidden.
 */
export async function readSettlementsFrom(
  staff: Staff,
  from: string,
  address: string,
  now: Date,
): Promise<number> {
  assertMay(staff, "settlements:pull");
  await transaction((tx) =>
    recordAudit(tx, {
      actor: actorOf(staff),
      action: "settlements_read_again",
      subject: from,
      detail: {},
      address,
      at: now,
    }),
  );
  return pullAgainFrom(from, now);
}

/**
 * Closes a month in Seoul, such as 2026-11: keeps its figures as they are now. What changes afterward belongs to a later
 * month. Closing it again changes nothing. Throws forbidden, month_not_closable.
 */
export async function closeMonth(
  staff: Staff,
  month: string,
  address: string,
  now: Date,
): Promise<MonthClosing> {
  assertMay(staff, "months:close");
  const { totals, differences, closing, mayNotClose } = await settledMonth(month, now);
  if (closing) return closing;
  if (mayNotClose) throw new Problem("month_not_closable", refusals[mayNotClose]);
  const { live } = env();
  const made = await transaction(async (tx) => {
    const row = await insertClosing(tx, {
      live,
      month,
      totals,
      differences: differences.length,
      closedBy: actorOf(staff),
      closedAt: now,
    });
    if (row)
      await recordAudit(tx, {
        actor: actorOf(staff),
        action: "month_closed",
        subject: month,
        detail: { differences: differences.length },
        address,
        at: now,
      });
    return row ?? (await closingOf(tx, live, month));
  });
  if (!made) throw new Error(`${month} was not closed.`);
  return made;
}

const refusals: Record<WhyNotClosed, string> = {
  not_over: "This month is not over yet.",
  unread: "The gateways' settlements of this month have not all been read yet.",
  remainder:
    "Part of what the gateways owe is explained by no settlement. It must be found before the month is closed.",
};

/**
 * Asks the gateway about every payment of an order and records what it says, such as a refund that was made in its
 * console. False if it did not answer about all of them. Throws forbidden, not_found.
 */
export async function lookAtOrder(
  staff: Staff,
  number: string,
  address: string,
  now: Date,
): Promise<boolean> {
  assertMay(staff, "settlements:pull");
  const order = await orderByNumber(db, number);
  if (!order) throw new Problem("not_found", "There is no such order.");
  await transaction((tx) =>
    recordAudit(tx, {
      actor: actorOf(staff),
      action: "payments_looked_at",
      subject: number,
      detail: {},
      address,
      at: now,
    }),
  );
  const started = (await paymentsOf(db, order.id)).filter(
    ({ gatewayPaymentKey, gatewaySessionKey }) => gatewayPaymentKey !== null || gatewaySessionKey !== null,
  );
  const found = await Promise.all(started.map(({ id }) => lookAndRecord(id)));
  return !found.includes("unknown");
}
