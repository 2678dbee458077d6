import { recordAudit } from "@/db/audit";
import { callsOf } from "@/db/calls";
import { disputesOfPayments } from "@/db/disputes";
import { erasePerson, eraseTraces, ordersToErase } from "@/db/erase";
import { recordEvents } from "@/db/events";
import { needsOfOrder } from "@/db/needs";
import { lockOrder } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { refundsOfOrder } from "@/db/refunds";
import type { Order, Payment } from "@/db/schema";
import { deleteSearchTerms } from "@/db/search-terms";
import { db, type Tx, tryTransaction } from "@/db/store";
import { days, later } from "../clock";
import { each } from "../loop";
import { impersonal } from "../payments/engine/impersonal";
import { env } from "../settings/env";

/**
 * Why an order keeps its personal data: it may still be paid, its money is in review, in transit or disputed, or an operator
 * must look at it.
 */
export const reasonsToKeep = [
  "may_be_paid",
  "money_in_review",
  "payment_under_way",
  "refund_under_way",
  "call_under_way",
  "dispute_open",
  "person_needed",
] as const;

export type ReasonToKeep = (typeof reasonsToKeep)[number];

export type Erased = { is: "erased" } | { is: "erased_before" } | { is: "kept"; why: ReasonToKeep };

/**
 * Erases the personal data of an order: name, contact, address, card and account numbers, text typed by the shopper or
 * staff, webhook bodies, unsent emails. Items, amounts, dates, the gateways' IDs and the books stay. An order with
 * money in transit is left unchanged. `by` is who requested it: `operator`, or `system` once the retention time is
 * over.
 */
export async function erasePersonOf(orderId: string, by: string, at: Date): Promise<Erased> {
  let answer: Erased = { is: "erased" };
  await tryTransaction(async (tx, undo) => {
    const order = (await lockOrder(tx, orderId)) ?? undo();
    const why = await reasonToKeep(tx, order);
    answer = order.erasedAt ? { is: "erased_before" } : why ? { is: "kept", why } : { is: "erased" };
    if (answer.is !== "erased") return undo();
    await deleteSearchTerms(tx, order);
    await erasePerson(tx, order.id, at);
    await eraseTraces(tx, order.id, impersonal);
    await recordEvents(tx, [{ orderId: order.id, kind: "person_erased", detail: { by }, at }]);
    await recordAudit(tx, {
      actor: by,
      action: "person_erased",
      subject: order.number,
      detail: {},
      address: null,
      at,
    });
    return order;
  });
  return answer;
}

/** Read under the order's lock, so that nothing starts in the meantime. */
async function reasonToKeep(tx: Tx, order: Order): Promise<ReasonToKeep | undefined> {
  if (order.status === "open" || order.status === "waiting_for_deposit") return "may_be_paid";
  if (order.status === "in_review") return "money_in_review";
  const ofOrder = await paymentsOf(tx, order.id);
  if (order.askingPaymentId || ofOrder.some(({ status }) => underWay.has(status))) return "payment_under_way";
  const refunds = await refundsOfOrder(tx, order.id);
  if (refunds.some(({ state }) => state !== "done" && state !== "failed")) return "refund_under_way";
  for (const { id } of ofOrder)
    if ((await callsOf(tx, id)).some(({ state }) => state === "pending" || state === "stuck"))
      return "call_under_way";
  const disputes = await disputesOfPayments(
    tx,
    ofOrder.map(({ id }) => id),
  );
  if (disputes.some(({ state }) => state === "open" || state === "inquiry")) return "dispute_open";
  if ((await needsOfOrder(tx, order.id)).some(({ closedAt }) => closedAt === null)) return "person_needed";
  return undefined;
}

const underWay: ReadonlySet<Payment["status"]> = new Set([
  "confirming",
  "requires_action",
  "authorized",
  "waiting_for_deposit",
  "in_review",
]);

/** How many orders one query returns. */
const batch = 100;

/**
 * Erases the personal data of orders whose retention time is over, and returns how many. Orders that are kept are tried
 * again next time.
 */
export async function erasePeopleInTime(at: Date): Promise<number> {
  const { orderDataDays, unpaidOrderDataDays } = env();
  const paid = await eraseBefore(true, later(at, -days(orderDataDays)), at);
  return paid + (await eraseBefore(false, later(at, -days(unpaidOrderDataDays)), at));
}

async function eraseBefore(paid: boolean, before: Date, at: Date) {
  let count = 0;
  for (let rows = await ordersToErase(db, paid, before, batch); rows.length > 0; ) {
    await each(rows, 1, async ({ id }) => {
      if ((await erasePersonOf(id, "system", at)).is === "erased") count++;
    });
    rows = await ordersToErase(db, paid, before, batch, rows.at(-1));
  }
  return count;
}
