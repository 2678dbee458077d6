import { aboutOrder } from "@/db/desk/dossier";
import { orderByNumber } from "@/db/orders";
import type { Call, Payment } from "@/db/schema";
import { settledAmong } from "@/db/settlements";
import { db } from "@/db/store";
import { endsByItself } from "@/lib/books/needs";
import { isAboutReceipt } from "@/lib/books/receipts";
import { now } from "@/lib/clock";
import { mayDo } from "@/lib/contracts/roles";
import { hasDelivery } from "@/lib/has-delivery";
import { mayBeAcquired } from "@/lib/payments/capture/may-be-acquired";
import { mayHaveReceipt } from "@/lib/payments/receipts/may-have-receipt";
import { shownOrderStatus } from "@/lib/payments/view/present";
import { isTooLate } from "@/lib/refund-terms";
import { env } from "@/lib/settings/env";
import { mayEndUnpaid } from "../acts/end-unpaid";
import { maySendOff } from "../acts/ship";
import { assertMay, type Staff } from "../staff/permissions";
import { standingDispute } from "./orders";

/** Whether a payment is being captured or voided, or a request about it is stuck. */
export const isBusy = (
  calls: Pick<Call, "paymentId" | "kind" | "state">[],
  { id }: Pick<Payment, "id">,
): boolean =>
  calls.some(
    ({ paymentId, kind, state }) =>
      paymentId === id && (kind === "capture" || kind === "close") && state === "pending",
  );

export type Dossier = NonNullable<Awaited<ReturnType<typeof orderDossier>>>;

/**
 * Everything the desk shows about one order, in thirteen queries regardless of its size; undefined if there is no such
 * order. The addresses staff acted from, and the account a deposit is refunded to, are shown only to those who may read
 * the audit log. Throws forbidden.
 */
export async function orderDossier(staff: Staff, number: string) {
  assertMay(staff, "orders:read");
  const order = await orderByNumber(db, number);
  if (!order) return undefined;
  const about = await aboutOrder(db, order);
  const acquirable = about.payments.filter(mayBeAcquired);
  const settled = await settledAmong(
    db,
    acquirable.map(({ id }) => id),
  );
  const winner = about.payments.find(({ id }) => id === order.winnerPaymentId);
  return {
    order,
    /** The status as displayed: paid, or refunded in part or in full. */
    status: shownOrderStatus(order, winner),
    winner,
    /** Whether the gateway no longer refunds the payment that pays the order. */
    isTooLateToRefund: winner !== undefined && isTooLate(winner, now()),
    maySendOff: hasDelivery(order) && maySendOff(order, winner),
    /** What must happen to money on hold before the order is shipped; undefined if none is, or nothing is shipped. */
    heldGoods:
      order.status === "authorized" && hasDelivery(order)
        ? env().captureOnShipment
          ? "captureAndShip"
          : "captureFirst"
        : undefined,
    mayEndUnpaid: mayEndUnpaid(order),
    /** Who has Toss's card payments acquired, by the shop's contract. */
    acquirer: env().toss.acquisition,
    /** The payments that the shop still has to have acquired: what a settlement has was acquired, whatever was last read. */
    toAcquire: acquirable.filter(({ id }) => !settled.has(id)),
    settled,
    /** The request about its cash receipt that has no result yet. */
    receiptUnderWay: about.calls.find(
      (call) =>
        call.paymentId === winner?.id &&
        isAboutReceipt(call) &&
        (call.state === "pending" || call.state === "stuck"),
    ),
    /** Whether the shop may issue a cash receipt for the payment that pays the order. */
    mayHaveReceipt: about.payments.some(
      (payment) => payment.id === winner?.id && mayHaveReceipt(order, payment) === "yes",
    ),
    /** The state of a dispute about the payment that pays the order, unless it was won. */
    dispute: standingDispute(about.disputes.filter(({ paymentId }) => paymentId === winner?.id)),
    ...about,
    needs: about.needs.map((need) => ({ ...need, endsByItself: endsByItself.has(need.reason) })),
    audit: mayDo(staff.role, "audit:read")
      ? about.audit
      : about.audit.map(({ detail: { account: _, ...detail }, ...entry }) => ({
          ...entry,
          detail,
          address: null,
        })),
  };
}
