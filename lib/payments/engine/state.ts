import type { Payment, PaymentStatus } from "@/db/schema";
import type { Snapshot } from "../../gateways/gateway";

/** What can happen to a payment: one thing we do (`asked`), and what we learn. */
export type Happening =
  | "asked" // we are about to ask the gateway to authorize
  | "freed" // nothing happened at the gateway: the attempt may be asked again
  | "opened" // the gateway has a page or an intent for it, and may take money from now on
  | "refused" // declined, and the same attempt may be tried again with another card
  | "action_required" // the shopper's bank wants to ask them something
  | "processing" // under way; may take days if a bank is slow
  | "closed" // it can no longer take money
  | "authorized"
  | "deposit_awaited"
  | "captured"
  | "declined"
  | "expired"
  | "canceled"
  | "mismatched" // money whose amount, currency or order is not ours
  | "accepted" // an operator counts money in review as paid
  | "returned"; // an operator gives money in review back

/** Money that arrives is accepted from every state, even ended ones: the gateway is the source of truth. */
const money = {
  processing: "confirming",
  authorized: "authorized",
  deposit_awaited: "waiting_for_deposit",
  captured: "paid",
  mismatched: "in_review",
} as const;

/** What we may still learn about a payment that ended without money, and that changes nothing. */
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

/** What may happen while the shopper is paying. */
const trying = { refused: "ready", action_required: "requires_action" } as const;

/** The state machine: where each happening leads from each status. Anything not in the table needs an operator. */
export const moves = {
  // One attempt may be authenticated in several windows, so it does not end when one of them expires.
  ready: { ...money, ...endings, ...trying, opened: "ready", expired: "ready", asked: "confirming" },
  confirming: { ...money, ...endings, ...trying, freed: "ready" },
  requires_action: { ...money, ...endings, ...trying, asked: "confirming", freed: "ready" },
  authorized: { ...money, ...endings },
  waiting_for_deposit: { ...money, ...endings },
  // A bank may reverse a deposit, and the shopper may deposit again.
  paid: { captured: "paid", deposit_awaited: "waiting_for_deposit" },
  failed: ended("failed"),
  canceled: ended("canceled"),
  expired: ended("expired"),
  in_review: { captured: "in_review", mismatched: "in_review", accepted: "paid", returned: "canceled" },
} as const satisfies Record<PaymentStatus, Partial<Record<Happening, PaymentStatus>>>;

/** The status `happening` leads to from `from`; undefined if the table has no such move. */
export const moved = (from: PaymentStatus, happening: Happening): PaymentStatus | undefined =>
  (moves[from] as Partial<Record<Happening, PaymentStatus>>)[happening];

const statuses = Object.keys(moves) as PaymentStatus[];

/** The states from which `happening` leads somewhere, for the WHERE clause of the statement that makes the move. */
export const sourcesOf = (happening: Happening) =>
  statuses.filter((from) => moved(from, happening) !== undefined);

type Asked = Pick<
  Payment,
  | "gatewayOrderId"
  | "amount"
  | "currency"
  | "credited"
  | "status"
  | "surface"
  | "failureCode"
  | "failureKind"
  | "nextLookAt"
  | "detail"
  | "reversals"
  | "captureAsked"
>;

/**
 * What a snapshot says happened to the payment we asked for. Undefined if nothing happened: the shopper has the window
 * open, or has authenticated and nobody has confirmed yet.
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
    // Nothing was taken yet, and until this is known nothing else is confirmed. We judge the money once it is taken.
    case "processing":
    case "authorized":
      return snapshot.status;
    case "waiting_for_deposit":
      // Report a reversed deposit first, even if the account has closed by then.
      if (snapshot.closed && asked.credited === null) return "closed";
      return isOurs(asked, snapshot) ? "deposit_awaited" : "unrecognized";
    case "captured":
      if (isShutAfterReversal(asked, snapshot)) return "canceled";
      if (isMoneyOurs(asked, snapshot)) return "captured";
      return snapshot.captured > 0 ? "mismatched" : "unrecognized";
  }
}

/** An open payment says only that it is there, or that a card was declined and another may be tried. */
function openHappening(asked: Asked, snapshot: Snapshot): Happening | undefined {
  if (snapshot.surface && !asked.surface && isOurs(asked, snapshot)) return "opened";
  // While a card is being charged, only the answer to that request counts; the snapshot may show the previous card.
  const isBeingAsked = asked.status === "confirming" && asked.nextLookAt === null;
  if (isBeingAsked) return undefined;
  if (isNewFailure(asked, snapshot)) return "refused";
  // The shopper returned before the gateway answered, and nothing was paid after all.
  return asked.status === "confirming" ? "freed" : undefined;
}

/** A second card may be declined with the same code as the first; the charge tells them apart. */
function isNewFailure(asked: Asked, { failureCode, detail: { failedCharge } }: Snapshot) {
  if (!failureCode) return false;
  const before = asked.detail.failedCharge;
  // If the last failure was not a decline, no card was charged, so the previous card's failure is not new.
  if (asked.failureKind !== null && asked.failureKind !== "declined")
    return failedCharge !== undefined && failedCharge !== before;
  return (
    failureCode !== asked.failureCode ||
    (before !== undefined && failedCharge !== undefined && failedCharge !== before)
  );
}

/**
 * A virtual account whose deposit was reversed and which was then closed may look as if it was paid and fully refunded.
 * Either way nobody holds its money, so nothing is posted and nobody is told that it was paid.
 */
const isShutAfterReversal = ({ reversals, credited }: Asked, { captured, refunds }: Snapshot) =>
  reversals > 0 &&
  credited === null &&
  refunds.filter(({ state }) => !state.endsWith("failed")).reduce((sum, { amount }) => sum + amount, 0) ===
    captured;

/** Whether the gateway was asked for what we asked for: our order, amount and currency. */
export const isOurs = (asked: Named, snapshot: Snapshot) =>
  isOrderOurs(asked, snapshot) && snapshot.amount === asked.amount && snapshot.currency === asked.currency;

/**
 * Whether what was taken is what we asked for, or the part of a hold that the shop decided to capture; any other amount,
 * more or less, pays nothing. Money that is already in the books was judged when it came, and the writer detects a
 * different amount.
 */
const isMoneyOurs = (asked: Asked, snapshot: Snapshot) =>
  isOrderOurs(asked, snapshot) &&
  snapshot.currency === asked.currency &&
  (asked.credited !== null || snapshot.captured === asked.amount || snapshot.captured === asked.captureAsked);

type Named = Pick<Asked, "gatewayOrderId" | "amount" | "currency" | "status">;

// An operator accepted paid money that names another order; it is not judged again.
const isOrderOurs = (asked: Named, snapshot: Snapshot) =>
  snapshot.orderId === asked.gatewayOrderId || asked.status === "paid";
