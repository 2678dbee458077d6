import type { Payment, PaymentStatus } from "@/db/schema";
import type { Snapshot } from "../gateways/gateway";

/** What can happen to a payment: one thing we do (`asked`), and what we find out. */
export type Happening =
  | "asked" // we are about to ask the gateway to authorise
  | "freed" // nothing happened at the gateway: the attempt may be asked again
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
  authorized: "authorized",
  deposit_awaited: "waiting_for_deposit",
  captured: "paid",
  mismatched: "held",
} as const;

/** What may still be found out about a payment that ended without money: nothing new. */
const ended = <Status extends PaymentStatus>(status: Status) =>
  ({ ...money, declined: status, expired: status, canceled: status }) as const;

const endings = { declined: "failed", expired: "expired", canceled: "canceled" } as const;

/** Where a payment goes from where it stands. What is not in the table needs a person. */
export const moves = {
  // One attempt may be authenticated in several windows: that one of them expired does not end it.
  ready: { ...money, ...endings, expired: "ready", asked: "confirming" },
  confirming: { ...money, ...endings, freed: "ready" },
  requires_action: { ...money, ...endings, asked: "confirming", freed: "ready" },
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

type Asked = Pick<Payment, "gatewayOrderId" | "amount" | "currency" | "credited">;

/**
 * What a snapshot tells happened to the payment we asked for; undefined when it tells of nothing: the
 * shopper has the window open, or has authenticated and nobody has asked yet.
 */
export function happeningOf(asked: Asked, snapshot: Snapshot): Happening | "unrecognized" | undefined {
  switch (snapshot.status) {
    case "ready":
    case "authenticated":
      return undefined;
    case "failed":
      return "declined";
    case "expired":
    case "canceled":
      return snapshot.status;
    case "unrecognized":
      return "unrecognized";
    case "authorized":
      return isOurs(asked, snapshot) ? "authorized" : "mismatched";
    case "waiting_for_deposit":
      // A deposit that was taken back is told first, even where the account's time is over by then.
      if (snapshot.closed && asked.credited === null) return "expired";
      return isOurs(asked, snapshot) ? "deposit_awaited" : "mismatched";
    case "captured":
      return isOurs(asked, snapshot) ? "captured" : "mismatched";
  }
}

const isOurs = (asked: Omit<Asked, "credited">, snapshot: Snapshot) =>
  snapshot.orderId === asked.gatewayOrderId &&
  snapshot.amount === asked.amount &&
  snapshot.currency === asked.currency;
