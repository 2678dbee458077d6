import { latestCancelRequest } from "@/db/cancel-requests";
import { disputesOfPayments } from "@/db/disputes";
import { paymentsOf } from "@/db/payments";
import { refundsOfOrder } from "@/db/refunds";
import type { Dispute, Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { countdown, now } from "../clock";
import { traitsOf } from "../gateways/all-traits";
import { cancelWayOf, stands } from "../payments/ending/cancel-request";
import { needsAccount } from "../payments/engine/reserve-refund";
import {
  presentCancelRequest,
  presentDispute,
  presentStatus,
  refundable,
  type StatusView,
  withoutActs,
  withoutDetails,
} from "../payments/view/present";
import { asShopperSees } from "../payments/view/shopper-payments";
import { refundsForShopper } from "../payments/view/shopper-refunds";
import { type Arrival, refundArrival } from "../refund-arrival";
import { isTooLate } from "../refund-terms";
import { type Access, findReadableOrder } from "./access";
import { untilChanged } from "./watch";

/** The current status of an order, as far as the caller may see it; undefined if it is not theirs. */
export async function statusOf(orderNumber: string, headers: Pick<Headers, "get">) {
  const own = await findReadableOrder(orderNumber, headers);
  if (!own) return undefined;
  const { order } = own;
  const all = await paymentsOf(db, order.id);
  // Callers with one of the shop's API keys also see reserved amounts and disputes.
  const isShop = headers.get("authorization") !== null;
  const payments = isShop ? all : await asShopperSees(all);
  const refunds = all.some(({ captured }) => captured > 0) ? await refundsOfOrder(db, order.id) : [];
  const disputes = await disputesAmong(all);
  const status = presentStatus(
    order,
    payments,
    isShop ? refunds : refundsForShopper(refunds),
    await cancellationOf(order, all, payments),
    disputes,
  );
  if (isShop) return { ...own, status: { ...status, disputes: disputes.map(presentDispute) } };
  return { ...own, status: asSeenWith[own.access](status) };
}

const asSeenWith: Record<Access, (status: StatusView) => StatusView> = {
  owner: (status) => status,
  finder: (status) => status,
  reader: withoutActs,
  returned: withoutDetails,
};

/**
 * What a cancel request would do, and the latest request. `payments` are as stored, `shown` as the caller sees them.
 */
async function cancellationOf(
  order: Order,
  payments: Payment[],
  shown: Payment[],
): Promise<StatusView["cancel"]> {
  const isWinner = ({ id }: Payment) => id === order.winnerPaymentId;
  const winner = payments.find(isWinner);
  const [request, way] = await Promise.all([
    latestCancelRequest(db, order.id),
    cancelWayOf(db, order, winner),
  ]);
  const left = shown.filter(isWinner).map(refundable)[0] ?? 0;
  const asked = request !== undefined && stands(request, way, winner);
  return {
    way: asked ? "no" : way,
    goes_back:
      winner && !asked && (way === "refund" || way === "ask")
        ? order.status === "authorized"
          ? { amount: winner.amount, expected: { kind: "released", by: null } }
          : { amount: left, expected: arrivalIfAsked(winner, left, way) }
        : null,
    request: request ? presentCancelRequest(request) : null,
  };
}

function arrivalIfAsked(winner: Payment, left: number, way: StatusView["cancel"]["way"]): Arrival {
  const at = now();
  if (isTooLate(winner, at)) return { kind: "arranged", by: null };
  return refundArrival(winner, left, isDoneAtOnce(winner, way) ? at : null);
}

/** A deposit is returned days after the refund is requested. */
const isDoneAtOnce = (winner: Payment, way: StatusView["cancel"]["way"]) =>
  way === "refund" && !needsAccount(winner);

/** Only captured payments can be disputed. */
const disputesAmong = (payments: Payment[]): Promise<Dispute[]> =>
  disputesOfPayments(
    db,
    payments
      .filter(({ captured, gateway }) => captured > 0 && traitsOf(gateway).tellsOfDisputes)
      .map(({ id }) => id),
  );

/**
 * Resolves with the status once the caller's order is no longer at version `since`, after `waitMs` milliseconds, or
 * when the caller disconnects, whichever comes first.
 */
export async function waitForChange(
  orderNumber: string,
  headers: Pick<Headers, "get">,
  { since, waitMs, gone }: { since: number | undefined; waitMs: number; gone: AbortSignal },
) {
  const left = countdown(waitMs);
  const order = waitMs > 0 ? (await findReadableOrder(orderNumber, headers))?.order : undefined;
  if (order && order.version === (since ?? order.version))
    await untilChanged(order.id, order.version, left, gone);
  return statusOf(orderNumber, headers);
}
