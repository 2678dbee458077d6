import type { Row, TrueMoney } from "../money";

/** What the shopper pays with, named after what comes of it. */
export type Card =
  | "approves"
  | "declines"
  | "asks" // the bank asks the shopper something first
  | "asks_and_declines"
  | "slow" // the bank says yes days later
  | "slow_in_vain";

/** What will become of the refunds of a payment. */
export type Temper = "gives" | "gives_slowly" | "fails_slowly" | "comes_back";

export type TrueRefund = {
  id: string;
  amount: number;
  reason: string;
  /** Ours, or null for one made in Stripe's console. */
  refundId: string | null;
  status: "pending" | "succeeded" | "failed";
  wasDone: boolean;
};

/** What a cardholder's bank has against a payment. */
export type TrueDispute = {
  id: string;
  amount: number;
  status: "warning_needs_response" | "warning_closed" | "needs_response" | "won" | "lost";
  openedAt: Date;
  answerBy: Date;
  /** What moved on the account: with a minus what was withdrawn. */
  rows: { id: string; amount: number; fee: number }[];
};

/** For which attempt of ours something is, and what it costs. */
export type Bill = { orderId: string; amount: number; currency: string };

export type TrueIntent = {
  id: string;
  /** The account in which it is, which only that account's keys can see. */
  account: string;
  session: TrueSession | null;
  /** What the shop asked for. */
  asked: Bill;
  /** What it says: others who have the account's keys may have changed it since. */
  bill: Bill;
  status:
    | "requires_payment_method"
    | "requires_action"
    | "processing"
    | "requires_capture"
    | "succeeded"
    | "canceled";
  /** The card that was tried last, and one that it was opened with. */
  card: Card | null;
  attached: Card | null;
  lastError: string | null;
  charge: string | null;
  /** What was taken: all that was asked for, unless somebody captured another sum by hand. */
  captured: number;
  approvedAt: Date | null;
  /** True when nobody at the shop waits for the answer to what took the money. */
  cameUnasked: boolean;
  cameLate: boolean;
  fee: { id: string; amount: number; currency: string } | null;
  refunds: TrueRefund[];
  /** What Stripe's own lists have of it. */
  rows: Row[];
  dispute: TrueDispute | null;
  temper: Temper;
  /** Where the bank asks its question, if the server that confirmed had said where it leads back to. */
  bankUrl: string | null;
};

export type TrueSession = {
  id: string;
  account: string;
  asked: Bill;
  bill: Bill;
  status: "open" | "complete" | "expired";
  closesAt: Date;
  intent: TrueIntent | null;
  /** With what somebody pays at the very moment at which it is to be shut, and is faster. */
  crosses: Card | null;
};

/** True while its bank has the money, or has given it to the cardholder. */
export const isChargedBack = ({ dispute }: TrueIntent) =>
  dispute?.status === "needs_response" || dispute?.status === "lost";

/** What is kept of it and may be given back, refunds under way not counted any more. */
export const refundable = (intent: TrueIntent) =>
  intent.status === "succeeded" && !isChargedBack(intent)
    ? intent.captured - sum(intent.refunds.filter(({ status }) => status !== "failed"))
    : 0;

/** What anybody who judges the shop may know of an intent, or of a page that has none yet. */
export function moneyOf(session: TrueSession | null, intent: TrueIntent | null, at: Date): TrueMoney {
  const taken = intent?.status === "succeeded" ? intent.captured : 0;
  const refunds = intent?.refunds ?? [];
  return {
    key: session?.id ?? intent?.id ?? "",
    account: (session ?? intent)?.account ?? null,
    orderId: (session ?? intent)?.asked.orderId ?? "",
    taken,
    given: sum(refunds.filter(({ status }) => status === "succeeded")),
    everTaken: taken,
    everGiven: sum(refunds.filter(({ wasDone }) => wasDone)),
    cameUnasked: intent?.cameUnasked ?? false,
    cameLate: intent?.cameLate ?? false,
    isOpen: isOpen(session, intent, at),
    fee: intent?.fee?.amount ?? null,
    disputed: -sum(intent?.dispute?.rows ?? []),
    refundIds: refunds.flatMap(({ refundId }) => refundId ?? []),
  };
}

function isOpen(session: TrueSession | null, intent: TrueIntent | null, at: Date) {
  if (intent?.status === "processing" || intent?.status === "requires_capture") return true;
  if (session) return session.status === "open" && session.closesAt > at;
  return intent?.status === "requires_payment_method" || intent?.status === "requires_action";
}

const sum = (rows: { amount: number }[]) => rows.reduce((total, { amount }) => total + amount, 0);
