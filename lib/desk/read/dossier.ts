import { aboutOrder } from "@/db/desk/dossier";
import { orderByNumber } from "@/db/orders";
import { db } from "@/db/store";
import { endsByItself } from "@/lib/books/needs";
import { mayDo } from "@/lib/contracts/roles";
import { shownOrderStatus } from "@/lib/payments/view/present";
import { mayEndUnpaid } from "../acts/end-unpaid";
import { maySendOff } from "../acts/ship";
import { assertMay, type Staff } from "../staff/permissions";
import { standingDispute } from "./orders";

export type Dossier = NonNullable<Awaited<ReturnType<typeof orderDossier>>>;

/**
 * All that the desk shows of one order, in thirteen queries however much there is; undefined where there is no such
 * order. Where staff's own acts came from, and to whose account a deposit goes back, is for those to see who may read the
 * audit log. Throws forbidden.
 */
export async function orderDossier(staff: Staff, number: string) {
  assertMay(staff, "orders:read");
  const order = await orderByNumber(db, number);
  if (!order) return undefined;
  const about = await aboutOrder(db, order);
  const winner = about.payments.find(({ id }) => id === order.winnerPaymentId);
  return {
    order,
    /** As it is shown: paid, or given back in part or whole. */
    status: shownOrderStatus(order, winner),
    winner,
    maySendOff: maySendOff(order, winner),
    mayEndUnpaid: mayEndUnpaid(order),
    /** How a dispute about the payment that pays the order stands, unless it was won. */
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
