import type { Payment, PaymentStatus } from "@/db/schema";
import type { Snapshot } from "../../gateways/gateway";

/** What can happen to a payment: one thing we do (`asked`), and what we find out. */
export type Happening =
  | "asked" // we are about to ask the gateway to authorize
  | "freed" // nothing happened at the gateway: the attempt may be asked again
  | "opened" // the gateway has a page or an intent for it, and may take money from now on
  | "refused" // declined, and the same attempt may be tried again with another card
  | "action_required" // the shopper's bank wants to ask them something
  | "processing" // under way, for days where a bank is slow
  | "closed" // it can take no money any more
  | "authorized"
  | "deposit_awaited"
  | "captured"
  | "declined"
  | "expired"
  | "canceled"
  | "mismatched" // money whose amount, currency or order is not ours
  | "accepted" // a person counts held money as paid
  | "returned"; // a person gives held money back

/** Money that arrives is accepted from every state, ended ones included: the gateway's word is the truth. */
const money = {
  processing: "confirming",
  authorized: "authorized",
  deposit_awaited: "waiting_for_deposit",
  captured: "paid",
  mismatched: "held",
} as const;

/** What may still be found out about a payment that ended without money: nothing new. */
const ended = <Status extends PaymentStatus>(status: Status) =>
  ({
    ...money,
    declined: status,
    expired: status,
    canceled: status,
    opened: status,
    refused: status,
    action_required: status,
    closed: status,
  }) as const;

const endings = { declined: "failed", expired: "expired", canceled: "canceled", closed: "expired" } as const;

/** What may happen while the shopper is at it. */
const trying = { refused: "ready", action_required: "requires_action" } as const;

/** Where a payment goes from where it stands. What is not in the table needs a person. */
export const moves = {
  // One attempt may be authenticated in several windows: that one of them expired does not end it.
  ready: { ...money, ...endings, ...trying, opened: "ready", expired: "ready", asked: "confirming" },
  confirming: { ...money, ...endings, ...trying, freed: "ready" },
  requires_action: { ...money, ...endings, ...trying, asked: "confirming", freed: "ready" },
  authorized: { ...money, ...endings },
  waiting_for_deposit: { ...money, ...endings },
  // A bank may take a deposit back, and the shopper may deposit again.
  paid: { captured: "paid", deposit_awaited: "waiting_for_deposit" },
  failed: ended("failed"),
  canceled: ended("canceled"),
  expired: ended("expired"),
  held: { captured: "held", mismatched: "held", accepted: "paid", returned: "canceled" },
} as const satisfies Record<PaymentStatus, Partial<Record<Happening, PaymentStatus>>>;

/** Where `happening` leads from `from`; undefined where the table does not know. */
export const moved = (from: PaymentStatus, happening: Happening): PaymentStatus | undefined =>
  (moves[from] as Partial<Record<Happening, PaymentStatus>>)[happening];

const statuses = Object.keys(moves) as PaymentStatus[];

/** The states from which `happening` leads somewhere, for the WHERE of the statement that makes the move. */
export const sourcesOf = (happening: Happening) =>
  statuses.filter((from) => moved(from, happening) !== undefined);

type Asked = Pick<
  Payment,
  | "gatewayOrderId"
  | "amount"
  | "currency"
  | "credited"
  | "status"
  | "door"
  | "failureCode"
  | "failureKind"
  | "lookAt"
  | "detail"
  | "reversals"
>;

/**
 * What a snapshot tells happened to the payment we asked for; undefined when it tells of nothing: the
 * shopper has the window open, or has authenticated and nobody has asked yet.
 */
export function happeningOf(asked: Asked, snapshot: Snapshot): Happening | "unrecognized" | undefined {
  switch (snapshot.status) {
    case "ready":
      return openHappening(asked, snapshot);
    case "authenticated":
      return undefined;
    case "requires_action":
      return "action_required";
    case "failed":
      return "declined";
    case "expired":
      return snapshot.closed ? "closed" : "expired";
    case "canceled":
      return "canceled";
    case "unrecognized":
      return "unrecognized";
    // Nothing was taken yet, and until it is known nothing else is asked for. What is taken is judged when it is.
    case "processing":
    case "authorized":
      return snapshot.status;
    case "waiting_for_deposit":
      // A deposit that was taken back is told first, even where the account's time is over by then.
      if (snapshot.closed && asked.credited === null) return "closed";
      return isOurs(asked, snapshot) ? "deposit_awaited" : "unrecognized";
    case "captured":
      if (isShutAfterReversal(asked, snapshot)) return "canceled";
      if (isMoneyOurs(asked, snapshot)) return "captured";
      return snapshot.captured > 0 ? "mismatched" : "unrecognized";
  }
}

/** What is open says little: that it is there at all, or that a card was refused and another may be tried. */
function openHappening(asked: Asked, snapshot: Snapshot): Happening | undefined {
  if (snapshot.door && !asked.door && isOurs(asked, snapshot)) return "opened";
  // While a card is being charged only the answer to that tells; what is seen may be the card before.
  const isBeingAsked = asked.status === "confirming" && asked.lookAt === null;
  if (isBeingAsked) return undefined;
  if (isNewFailure(asked, snapshot)) return "refused";
  // Its shopper was back before the gateway said a word, and nothing was paid after all.
  return asked.status === "confirming" ? "freed" : undefined;
}

/** Another card may be declined in the same words as the one before: the charge tells them apart. */
function isNewFailure(asked: Asked, { failureCode, detail: { failedCharge } }: Snapshot) {
  if (!failureCode) return false;
  const before = asked.detail.failedCharge;
  // What came to nothing for another reason asked no card: the card before is no news.
  if (asked.failureKind !== null && asked.failureKind !== "declined")
    return failedCharge !== undefined && failedCharge !== before;
  return (
    failureCode !== asked.failureCode ||
    (before !== undefined && failedCharge !== undefined && failedCharge !== before)
  );
}

/**
 * An account whose deposit was taken back, and which was then shut, may read like one that was paid and given back whole.
 * Nobody has money of it either way, so nothing is posted and nobody is told that it was paid.
 */
const isShutAfterReversal = ({ reversals, credited }: Asked, { captured, refunds }: Snapshot) =>
  reversals > 0 &&
  credited === null &&
  refunds.filter(({ state }) => !state.endsWith("failed")).reduce((sum, { amount }) => sum + amount, 0) ===
    captured;

/** What was asked is what we asked for. */
const isOurs = (asked: Named, snapshot: Snapshot) =>
  isOrderOurs(asked, snapshot) && snapshot.amount === asked.amount && snapshot.currency === asked.currency;

/**
 * What was taken is what we asked for: a part of it, or more, pays nothing. What is in the books already was judged
 * when it came; another sum than that is told apart by whoever writes it.
 */
const isMoneyOurs = (asked: Asked, snapshot: Snapshot) =>
  isOrderOurs(asked, snapshot) &&
  snapshot.currency === asked.currency &&
  (asked.credited !== null || snapshot.captured === asked.amount);

type Named = Pick<Asked, "gatewayOrderId" | "amount" | "currency" | "status">;

// What was paid and names another order was accepted by a person, and is not judged again.
const isOrderOurs = (asked: Named, snapshot: Snapshot) =>
  snapshot.orderId === asked.gatewayOrderId || asked.status === "paid";
