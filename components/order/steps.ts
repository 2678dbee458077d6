import type { Shipment } from "@/lib/contracts/couriers";
import type { TimelineEntry } from "@/lib/contracts/shopper-events";
import { isBought, paymentOf, type Status } from "../status/standing";

export type Step = {
  /** Its words are in `steps`. */
  is:
    | "ordered"
    | "toPay"
    | "toDeposit"
    | "paid"
    | "deposited"
    | "held"
    | "inReview"
    | "packing"
    | "done"
    | "shipped"
    | "refunding"
    | "refunded"
    | "ended"
    | "erased";
  /** When it was done, ISO 8601; undefined if it is still to come. */
  at?: string | undefined;
  /** How much, for a refund, in minor units. */
  money?: { amount: number; currency: string };
};

type Told = { status: Status; timeline: TimelineEntry[]; shipment: Shipment | null; hasDelivery: boolean };

/**
 * How far an order is, as shops tell it: ordered, paid, shipped, refunded. What happened in between is for the desk. An
 * order with nothing to deliver is done once it is paid.
 */
export function stepsOf({ status, timeline, shipment, hasDelivery }: Told): Step[] {
  const { order } = status;
  const timeOf = (...kinds: TimelineEntry["kind"][]) =>
    timeline.findLast(({ kind }) => kinds.includes(kind))?.at;
  const isOver = order.status === "expired" || order.status === "canceled";
  const erased = timeOf("person_erased");
  return [
    { is: "ordered", at: order.created_at },
    ...stepOfPayment(status),
    ...(isOver
      ? [{ is: "ended" as const, at: timeOf("order_expired", "order_canceled") ?? order.expires_at }]
      : []),
    ...(hasDelivery ? stepOfDelivery(status, shipment) : stepOfEnd(status)),
    ...stepsOfRefunds(status),
    ...(erased ? [{ is: "erased" as const, at: erased }] : []),
  ];
}

function stepOfPayment({ order, payments }: Status): Step[] {
  const payment = paymentOf(payments);
  const at = payment?.approved_at ?? order.created_at;
  switch (order.status) {
    case "open":
      return [{ is: "toPay" }];
    case "waiting_for_deposit":
      return [{ is: "toDeposit" }];
    case "in_review":
      return [{ is: "inReview" }];
    case "authorized":
      return [{ is: "held", at }];
    case "expired":
    case "canceled":
      return [];
    default:
      // A free order has nothing to pay.
      return payment ? [{ is: payment.method === "VIRTUAL_ACCOUNT" ? "deposited" : "paid", at }] : [];
  }
}

function stepOfDelivery({ order }: Status, shipment: Shipment | null): Step[] {
  if (shipment) return [{ is: "shipped", at: shipment.shippedAt }];
  const isToShip = (isBought(order.status) && order.status !== "refunded") || order.status === "authorized";
  return isToShip ? [{ is: "packing" }] : [];
}

function stepOfEnd({ order, payments }: Status): Step[] {
  if (!isBought(order.status) || order.status === "refunded") return [];
  return [{ is: "done", at: paymentOf(payments)?.approved_at ?? order.created_at }];
}

const stepsOfRefunds = ({ refunds }: Status): Step[] =>
  refunds.flatMap(({ state, amount, currency, done_at }): Step[] => {
    const money = { amount, currency };
    if (state === "failed") return [];
    return [
      state === "done" ? { is: "refunded", at: done_at ?? undefined, money } : { is: "refunding", money },
    ];
  });
