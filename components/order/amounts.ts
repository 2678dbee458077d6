import { disputeOf, isBought, type Payment, paymentOf, type Status, takenBeside } from "../status/standing";
import type { Headline } from "./headline";

/** An amount in minor units. Money in review may be in a currency the shop does not sell in. */
export type Money = { amount: number; currency: string };

/** What an amount is; its words are in `amounts`. */
export type AmountLabel =
  | "order"
  | "deposit"
  | "paid"
  | "held"
  | "released"
  | "received"
  | "refunded"
  | "refunding"
  | "toRefund"
  | "left"
  | "disputed"
  | "disputeLost"
  | "supply"
  | "vat"
  | "taxFree"
  | "promotion"
  | "shopper"
  | "again"
  | "againRefunded"
  | "againRefunding"
  | "againToRefund"
  | "againDisputed";

export type AmountLine = Money & {
  label: AmountLabel;
  /** The payment method, if the payment must be distinguished from another one. */
  method?: Payment["method"];
};

/** The number under the headline: it is what its label says, and never the order's total under another name. */
export function figureOf(status: Status, headline: Headline): AmountLine {
  const { order, payments, virtual_account } = status;
  const total = { label: "order", amount: order.amount, currency: order.currency } as const;
  const winner = paymentOf(payments);
  if (winner && isBought(order.status)) return figureOfBought(status, headline, winner);
  if (winner && order.status === "authorized") return heldBy(winner);
  if (headline === "waiting_for_deposit")
    return { ...total, label: "deposit", amount: virtual_account?.amount ?? order.amount };
  const taken = takenBeside(status);
  const [first] = taken;
  if (!first) return total;
  // Sums are in one currency; a payment in another currency appears among the lines.
  const same = taken.filter(({ currency }) => currency === first.currency);
  const sum = (of: (payment: Payment) => number) => same.reduce((all, payment) => all + of(payment), 0);
  const { currency } = first;
  const due = sum((payment) => stillDue(status, payment));
  const pending = sum(({ refund_pending }) => refund_pending);
  if (due > 0) return { label: pending >= due ? "refunding" : "toRefund", amount: due, currency };
  const inReview = taken.find((payment) => payment.status === "in_review");
  if (inReview) return { label: "received", amount: inReview.captured, currency: inReview.currency };
  const back = sum(({ refunded }) => refunded);
  return back > 0 ? { label: "refunded", amount: back, currency } : total;
}

function figureOfBought(status: Status, headline: Headline, payment: Payment): AmountLine {
  const { currency, captured, refunded, refund_pending } = payment;
  const { disputed, lost } = disputeOf(status, payment);
  switch (headline) {
    case "refunded":
    case "partially_refunded":
      return { label: "refunded", amount: refunded, currency };
    case "goingBack":
      return { label: "refunding", amount: refund_pending, currency };
    case "disputed":
      return { label: "disputed", amount: disputed, currency };
    case "disputeLost":
      return { label: "disputeLost", amount: lost, currency };
    default:
      return { label: "paid", amount: captured, currency };
  }
}

/** The receipt's sums, most important first: the payment that pays the order, then any additional ones. */
export function linesOf(status: Status, headline: Headline): AmountLine[] {
  const { order, payments, virtual_account } = status;
  const winner = isBought(order.status) ? paymentOf(payments) : undefined;
  const total = { label: "order", amount: order.amount, currency: order.currency } as const;
  const beside = takenBeside(status);
  if (winner)
    return [
      { label: "paid", amount: winner.captured, currency: winner.currency },
      // Staff may have accepted a different amount than was requested.
      ...(winner.captured === order.amount && winner.currency === order.currency ? [] : [total]),
      // The shop captured only a part of what was on hold.
      ...some("released", winner.amount - winner.captured, winner.currency),
      ...linesOfWinner(status, winner),
      ...beside.flatMap((payment) => linesOfAnother(status, payment)),
    ];
  const held = order.status === "authorized" ? paymentOf(payments) : undefined;
  if (held) return [heldBy(held), ...beside.flatMap((payment) => linesOfAnother(status, payment))];
  const first: AmountLine =
    headline === "waiting_for_deposit"
      ? { ...total, label: "deposit", amount: virtual_account?.amount ?? order.amount }
      : total;
  return [first, ...beside.flatMap((payment) => linesOfUncounted(status, payment))];
}

const heldBy = ({ amount, currency }: Payment): AmountLine => ({ label: "held", amount, currency });

function linesOfWinner(status: Status, payment: Payment): AmountLine[] {
  const { currency, captured, refunded, refund_pending } = payment;
  const { disputed, lost } = disputeOf(status, payment);
  const left = Math.max(0, captured - refunded - disputed - lost);
  const isReduced = refunded + disputed + lost > 0;
  return [
    ...some("refunded", refunded, currency),
    ...some("disputed", disputed, currency),
    ...some("disputeLost", lost, currency),
    ...(isReduced ? some("left", left, currency) : []),
    ...some("refunding", refund_pending, currency),
    ...(disputed + lost === 0 ? [...fundingLines(payment, currency), ...taxLines(payment, currency)] : []),
  ];
}

/** Money that pays no order and that the shop should not keep. */
function linesOfUncounted(status: Status, payment: Payment): AmountLine[] {
  const { currency, captured, refunded, refund_pending, status: state } = payment;
  const { disputed, lost } = disputeOf(status, payment);
  const owed = stillDue(status, payment) - refund_pending;
  return [
    { label: state === "in_review" ? "received" : "paid", amount: captured, currency },
    ...some("refunded", refunded, currency),
    ...some("disputed", disputed, currency),
    ...some("disputeLost", lost, currency),
    ...some("refunding", refund_pending, currency),
    ...some("toRefund", owed, currency),
  ];
}

/** Such money next to a payment that pays the order, distinguished by its method. */
function linesOfAnother(status: Status, payment: Payment): AmountLine[] {
  const { currency, captured, refunded, refund_pending, method } = payment;
  const { disputed, lost } = disputeOf(status, payment);
  const owed = stillDue(status, payment) - refund_pending;
  return [
    { label: "again", amount: captured, currency, method },
    ...some("againRefunded", refunded, currency),
    ...some("againDisputed", disputed + lost, currency),
    ...some("againRefunding", refund_pending, currency),
    ...some("againToRefund", owed, currency),
  ];
}

const some = (label: AmountLabel, amount: number, currency: string): AmountLine[] =>
  amount > 0 ? [{ label, amount, currency }] : [];

/** What must still be refunded of money that pays no order, in minor units. Staff decide on money in review first. */
export function stillDue(status: Status, payment: Payment): number {
  if (payment.status === "in_review") return 0;
  const { disputed, lost } = disputeOf(status, payment);
  return Math.max(0, payment.captured - payment.refunded - disputed - lost);
}

/** Who paid what is left, if a promotion paid a part. */
const fundingLines = ({ funding }: Payment, currency: string): AmountLine[] =>
  funding
    ? [
        ...some("promotion", funding.promotion, currency),
        ...some("shopper", funding.promotion > 0 ? funding.shopper : 0, currency),
      ]
    : [];

/** The tax on what is left of a payment in won. */
const taxLines = ({ tax }: Payment, currency: string): AmountLine[] =>
  tax
    ? [
        ...some("supply", tax.supply, currency),
        ...some("vat", tax.vat, currency),
        ...some("taxFree", tax.tax_free, currency),
      ]
    : [];
