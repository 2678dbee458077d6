import type { ArrivalKind, GatewayArrival } from "./contracts/arrivals";
import { traitsOf } from "./gateways/all-traits";
import type { Paid } from "./gateways/traits";
import { seoulTime } from "./seoul";

export type Arrival = {
  kind: ArrivalKind;
  /** The last day, in Seoul, on which the money usually arrives, as `2026-11-30`; null until it is refunded. */
  by: string | null;
};

/** How long it takes at most after the refund. Public holidays are not considered. */
const atMost: Record<GatewayArrival, { businessDays: number } | { days: number }> = {
  card_reversed: { days: 0 },
  card: { businessDays: 7 },
  wallet: { days: 0 },
  wallet_card: { businessDays: 7 },
  transfer: { days: 0 },
  account: { days: 9 },
  account_paid: { days: 0 },
  phone_bill: { days: 0 },
  stripe_card: { businessDays: 10 },
  stripe_bank: { businessDays: 10 },
};

/**
 * When the shopper receives a refund, depending on the method, the gateway and the time of the refund. `amount` is in
 * minor units; `doneAt` is null until the refund is done.
 */
export function refundArrival(payment: Paid, amount: number, doneAt: Date | null): Arrival {
  const kind = traitsOf(payment.gateway).arrivalOf(payment, amount, doneAt);
  return { kind, by: doneAt && lastDay(doneAt, atMost[kind]) };
}

/** Whether a refund of this kind arrives on the day it is made. */
export function isAtOnce(kind: ArrivalKind) {
  const span = kind === "arranged" || kind === "released" ? undefined : atMost[kind];
  return span !== undefined && "days" in span && span.days === 0;
}

/** The end of a day in Seoul, such as the last day on which a refund is expected. */
export const lastMoment = (seoulDay: string) => new Date(`${seoulDay}T23:59:59+09:00`);

/** The last day of a time span, as a date in Seoul; business days skip weekends. */
function lastDay(from: Date, span: (typeof atMost)[GatewayArrival]): string {
  const day = new Date(`${seoulTime(from).slice(0, 10)}T00:00:00Z`);
  const goOn = (days: number) => day.setUTCDate(day.getUTCDate() + days);
  if ("days" in span) goOn(span.days);
  else
    for (let left = span.businessDays; left > 0; ) {
      goOn(1);
      if (!weekend.has(day.getUTCDay())) left -= 1;
    }
  return day.toISOString().slice(0, 10);
}

const weekend: ReadonlySet<number> = new Set([0, 6]);
