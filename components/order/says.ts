import {
  disputeOf,
  expectedBack,
  isBought,
  isSlowBank,
  lastFailure,
  lastGivenBack,
  nothingTaken,
  type Payment,
  paymentOf,
  type Status,
  takenBeside,
} from "../status/standing";
import { type Money, stillDue } from "./amounts";
import { type Headline, mayAct, type Viewer } from "./headline";

type ArrivalKind = Status["refunds"][number]["expected"]["kind"];

/** The state of money from an additional payment, or from one for an unpaid order. */
export type Fate = "returning" | "returned" | "account" | "owed" | "in_review" | "disputed";

/** One sentence: from `standing`, from `arrival` or about a declined payment, with the values it mentions. */
export type Said =
  | { is: "words"; words: SaidWords; strong?: true; amount?: Money }
  | { is: "payment"; of: "again" | "alone"; fate: Fate; method: Payment["method"]; amount: Money }
  | { is: "arrival"; kind: ArrivalKind }
  | { is: "failure"; code: string; part: "title" | "advice" };

export type SaidWords =
  | "paid.lead"
  | "paid.thanks"
  | "paid.shipped"
  | "paid.plain"
  | "inquiry"
  | "disputed.lead"
  | "disputeLost.lead"
  | "checking.lead"
  | "updates"
  | "slowBank"
  | "instructions"
  | "waiting_for_deposit.lead"
  | "authorized.lead"
  | "authorized.undelivered"
  | "waiting_for_deposit.elsewhere"
  | "ending.lead"
  | "in_review.lead"
  | "open.lead"
  | "requires_action.lead"
  | "payAgain"
  | "payElsewhere"
  | "expired.lead"
  | "undeposited.lead"
  | "undeposited.money"
  | "canceled.lead"
  | "nothingTaken"
  | "leftAfter"
  | "returning"
  | "returningPart"
  | "nameAccount"
  | "nameAccountElsewhere"
  | "nameAccountByLetter";

const say = (words: SaidWords, more: { strong?: true; amount?: Money } = {}): Said => ({
  is: "words",
  words,
  ...more,
});
const strong = { strong: true } as const;

/** Whether the order is sent, or nothing is. */
export type Delivery = "none" | "toShip" | "shipped";

export const deliveryOf = (order: { shipment: object | null; hasDelivery: boolean }): Delivery =>
  order.shipment ? "shipped" : order.hasDelivery ? "toShip" : "none";

/** The sentences under the headline: the order's state, then what happens to the money. */
export function saysOf(status: Status, headline: Headline, viewer: Viewer, delivery: Delivery): Said[] {
  const thanks = (headline === "paid" || headline === "placed") && delivery === "shipped";
  const lead = thanks ? [say("paid.shipped")] : leadOf(status, headline, viewer);
  const told = delivery === "none" ? lead.map(withoutDelivery) : lead;
  return [...told, ...moneyOf(status, headline), ...accountOf(status, viewer)];
}

/** Some sentences promise a parcel. */
const undelivered: Partial<Record<SaidWords, SaidWords>> = {
  "paid.lead": "paid.thanks",
  "authorized.lead": "authorized.undelivered",
};

const withoutDelivery = (said: Said): Said =>
  said.is === "words" ? { ...said, words: undelivered[said.words] ?? said.words } : said;

/** The gateway's page with what the shopper still has to do before the money arrives; undefined if there is none. */
export const instructionsOf = ({ payments }: Status) =>
  payments.find(({ instructions_url: url }) => url !== null)?.instructions_url ?? undefined;

function leadOf(status: Status, headline: Headline, viewer: Viewer): Said[] {
  const payment = paymentOf(status.payments);
  switch (headline) {
    case "paid":
      return payment ? [say(leadOfPaid(status, payment))] : [];
    case "placed":
      return [say("paid.lead")];
    case "partially_refunded":
    case "refunded":
      return arrivalOf(lastGivenBack(status)?.expected.kind);
    case "goingBack":
      return [];
    case "checking":
    case "issuing":
      if (instructionsOf(status)) return [say("instructions", strong), say("slowBank")];
      return [say("checking.lead", strong), say("updates"), ...(isSlowBank(status) ? [say("slowBank")] : [])];
    case "declined":
    case "notIssued":
      return failureOf(status);
    case "waiting_for_deposit":
      return [say(status.virtual_account ? "waiting_for_deposit.lead" : "waiting_for_deposit.elsewhere")];
    case "open":
      // The attempt failed, but nobody declined it: the order can still be paid.
      if (lastFailure(status.payments)) return failureOf(status);
      return [say("open.lead"), ...(mayAct(viewer) ? [] : [say("payElsewhere")])];
    case "requires_action":
      return [say("requires_action.lead"), say(mayAct(viewer) ? "payAgain" : "payElsewhere")];
    case "canceled":
      return takenBeside(status).length > 0 ? [] : [say("canceled.lead")];
    default:
      return [say(`${headline}.lead`)];
  }
}

/** Why the latest attempt failed. What only the shop can fix is reported as such, whatever its gateway calls it. */
function failureOf(status: Status): Said[] {
  const { code, kind } = lastFailure(status.payments) ?? { code: "unknown", kind: "error" };
  const told = kind === "rejected" ? "gateway_rejected" : code;
  return [
    { is: "failure", code: told, part: "title" },
    { is: "failure", code: told, part: "advice" },
  ];
}

/**
 * Thanks the shopper only if the order is paid and nothing else is going on; somebody asking for a refund wants no
 * thanks.
 */
function leadOfPaid(status: Status, payment: Payment): "paid.lead" | "paid.plain" {
  const isCalm =
    !disputeOf(status, payment).asked &&
    payment.refund_pending === 0 &&
    status.next.action === "none" &&
    status.cancel.request?.state !== "asked" &&
    takenBeside(status).every((other) => other.status !== "in_review" && stillDue(status, other) === 0) &&
    status.refunds.every(({ payment_id, state }) => payment_id !== payment.id || state === "done");
  return isCalm ? "paid.lead" : "paid.plain";
}

function moneyOf(status: Status, headline: Headline): Said[] {
  const { order, payments } = status;
  const winner = isBought(order.status) ? paymentOf(payments) : undefined;
  const counted = takenBeside(status).filter(
    (payment) => headline !== "in_review" || payment.status !== "in_review",
  );
  const beside = counted.flatMap((payment) => fateOf(status, payment, winner !== undefined));
  if (winner) return [...moneyOfWinner(status, headline, winner), ...beside];
  if (beside.length > 0 || quiet.has(headline) || !nothingTaken(status)) return beside;
  return [say(headline === "undeposited" ? "undeposited.money" : "nothingTaken", strong)];
}

/** Headlines that say nothing about money, which is only awaited or unknown. */
const quiet: ReadonlySet<Headline> = new Set([
  "checking",
  "issuing",
  "waiting_for_deposit",
  "authorized",
  "ending",
  "in_review",
]);

function moneyOfWinner(status: Status, headline: Headline, payment: Payment): Said[] {
  const { captured, refunded, refund_pending, currency } = payment;
  const { disputed, lost, asked } = disputeOf(status, payment);
  const left = captured - refunded - disputed - lost;
  const arrival = arrivalOf(expectedBack(status, payment)?.expected.kind);
  if (headline === "goingBack") return [say("returning", strong), ...arrival];
  return [
    ...(asked ? [say("inquiry")] : []),
    ...(refund_pending > 0
      ? [say("returningPart", { ...strong, amount: { amount: refund_pending, currency } }), ...arrival]
      : []),
    ...(refunded > 0 && left > 0 ? [say("leftAfter", { amount: { amount: left, currency } })] : []),
  ];
}

/** Names each payment that does not pay the order, with how much of it is refunded and how. */
function fateOf(status: Status, payment: Payment, isPaid: boolean): Said[] {
  const { method, currency, captured, refund_pending } = payment;
  const due = stillDue(status, payment);
  const { disputed, lost } = disputeOf(status, payment);
  const refund = expectedBack(status, payment);
  const told = (fate: Fate, amount: number): Said => ({
    is: "payment",
    of: isPaid ? "again" : "alone",
    fate,
    method,
    amount: { amount, currency },
  });
  if (payment.status === "in_review") return [told("in_review", captured)];
  const owed = due - refund_pending;
  return [
    ...(disputed + lost > 0 ? [told("disputed", disputed + lost)] : []),
    ...(owed > 0 ? [told("owed", owed)] : []),
    ...(refund_pending > 0
      ? refund?.state === "waiting_for_account"
        ? [told("account", refund_pending)]
        : [told("returning", refund_pending), ...arrivalOf(refund?.expected.kind)]
      : []),
    ...(due === 0 && disputed + lost === 0 ? [told("returned", payment.refunded)] : []),
  ];
}

function accountOf(status: Status, viewer: Viewer): Said[] {
  if (status.next.action !== "name_account") return [];
  return [say(wordsForAccount[viewer], strong)];
}

const wordsForAccount: Record<Viewer, SaidWords> = {
  owner: "nameAccount",
  finder: "nameAccountByLetter",
  reader: "nameAccountElsewhere",
  returned: "nameAccountElsewhere",
};

const arrivalOf = (kind: ArrivalKind | undefined): Said[] => (kind ? [{ is: "arrival", kind }] : []);
