import { seoulDay, seoulTime } from "./clock";
import type { GatewayName } from "./contracts/gateways";
import type { PaymentMethod } from "./contracts/methods";

/** How money comes back, by which its shopper is told when to expect it. */
export const arrivals = [
  "card_reversed",
  "card",
  "wallet",
  "wallet_card",
  "transfer",
  "account",
  "account_paid",
  "phone_bill",
  "stripe_card",
  "stripe_bank",
] as const;

export type ArrivalKind = (typeof arrivals)[number];

export type Arrival = {
  kind: ArrivalKind;
  /** The last day in Seoul by which it is usual, as `2026-11-30`; null until it is given back. */
  by: string | null;
};

/** As far as it must be known how it was paid. */
type Paid = {
  gateway: GatewayName;
  method: PaymentMethod;
  captured: number;
  approvedAt: Date | null;
  detail: { card?: unknown };
};

/** How long it takes at most once it is given back. Public holidays are nobody's to know here. */
const atMost: Record<ArrivalKind, { businessDays: number } | { days: number }> = {
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
 * When a shopper has their money back, by how they paid, through which gateway, and when it was given back.
 *
 * Toss: a card's charge that its company has not taken in yet is undone at once: all of it, on the day it was made. Later,
 * or a part of it, takes three to four business days, and up to seven until a debit card shows it. A transfer goes back at
 * once to where it came from; a deposit within two business days, nine days where the bank must check, and it is given back
 * when that is over; a phone's charge
 * comes off the bill at once, in the month it was made and no later. A wallet's own money goes back at once, a card inside
 * it as any card. Source: https://docs.tosspayments.com/guides/v2/cancel-payment; seven days: what Korean shops and Toss's
 * own wallet tell.
 *
 * Stripe: five to ten business days until the bank shows it; a bank debit takes about as long.
 * Sources: https://support.stripe.com/questions/customer-refund-processing-time,
 * https://support.stripe.com/questions/refunds-with-ach-payments.
 */
export function refundArrival(payment: Paid, amount: number, doneAt: Date | null): Arrival {
  const kind = kindOf(payment, amount, doneAt);
  return { kind, by: doneAt && lastDay(doneAt, atMost[kind]) };
}

/** True of what goes back on the day it is given: it has no other day to wait for. */
export const isAtOnce = (kind: ArrivalKind) => "days" in atMost[kind] && atMost[kind].days === 0;

/** The end of a day in Seoul, such as the last on which a refund is expected. */
export const lastMoment = (seoulDay: string) => new Date(`${seoulDay}T23:59:59+09:00`);

function kindOf(payment: Paid, amount: number, doneAt: Date | null): ArrivalKind {
  const { gateway, method, detail } = payment;
  if (gateway === "stripe") return method === "TRANSFER" ? "stripe_bank" : "stripe_card";
  switch (method) {
    case "CARD":
      return isUndone(payment, amount, doneAt) ? "card_reversed" : "card";
    case "EASY_PAY":
      if (!detail.card) return "wallet";
      return isUndone(payment, amount, doneAt) ? "card_reversed" : "wallet_card";
    case "TRANSFER":
      return "transfer";
    case "VIRTUAL_ACCOUNT":
      // A deposit's refund is done when its bank has paid it.
      return doneAt ? "account_paid" : "account";
    case "MOBILE":
      return "phone_bill";
  }
}

/** True of a charge that goes back whole on the day it was made: no card company has taken it in yet. */
const isUndone = ({ captured, approvedAt }: Paid, amount: number, doneAt: Date | null) =>
  doneAt !== null && approvedAt !== null && amount >= captured && seoulDay(approvedAt) === seoulDay(doneAt);

/** A day in Seoul; business days that begin at a weekend count from Monday on. */
function lastDay(from: Date, span: (typeof atMost)[ArrivalKind]): string {
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
