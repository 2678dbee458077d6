import type { Row, TrueMoney } from "../money";

/** The shopper's payment method, named after its outcome. */
export type Card =
  | "approves"
  | "declines"
  | "asks" // the bank asks the shopper to authenticate first
  | "asks_and_declines"
  | "slow" // the bank approves days later
  | "slow_in_vain";

/** How the refunds of a payment will turn out. */
export type Temper = "gives" | "gives_slowly" | "fails_slowly" | "comes_back";

export type TrueRefund = {
  id: string;
  amount: number;
  reason: string;
  /** Our refund's id, or null if it was made in Stripe's dashboard. */
  refundId: string | null;
  status: "pending" | "succeeded" | "failed";
  wasDone: boolean;
};

/** A dispute raised by a cardholder's bank. */
export type TrueDispute = {
  id: string;
  amount: number;
  status: "warning_needs_response" | "warning_closed" | "needs_response" | "won" | "lost";
  openedAt: Date;
  answerBy: Date;
  /** The movements on the account; withdrawals are negative. */
  rows: { id: string; amount: number; fee: number }[];
};

/** Our attempt that something belongs to, and its amount. */
export type Bill = { orderId: string; amount: number; currency: string };

export type TrueIntent = {
  id: string;
  /** The Stripe account it is in; only that account's keys can see it. */
  account: string;
  session: TrueSession | null;
  /** What the shop requested. */
  asked: Bill;
  /** The current values: others who have the account's keys may have changed them since. */
  bill: Bill;
  /** Whether the shop asked that a card is only held. */
  isToBeHeld: boolean;
  status:
    | "requires_payment_method"
    | "requires_action"
    | "processing"
    | "requires_capture"
    | "succeeded"
    | "canceled";
  /** The card tried last, and the card it was opened with. */
  card: Card | null;
  attached: Card | null;
  lastError: string | null;
  charge: string | null;
  /** The amount taken: the full amount, unless someone captured a different one by hand. */
  captured: number;
  approvedAt: Date | null;
  /** Whether the money came without the shop waiting for the answer to a request. */
  cameUnasked: boolean;
  cameLate: boolean;
  fee: { id: string; amount: number; currency: string } | null;
  refunds: TrueRefund[];
  /** Its rows in Stripe's lists. */
  rows: Row[];
  dispute: TrueDispute | null;
  temper: Temper;
  /** Where the bank authenticates the shopper; set if the confirming server gave a return URL. */
  bankUrl: string | null;
};

export type TrueSession = {
  id: string;
  account: string;
  asked: Bill;
  bill: Bill;
  isToBeHeld: boolean;
  status: "open" | "complete" | "expired";
  closesAt: Date;
  intent: TrueIntent | null;
  /** If set, someone pays with this card at the very moment the session is being closed, and wins. */
  crosses: Card | null;
};

/** Whether the bank has withdrawn the money, or has given it to the cardholder for good. */
export const isChargedBack = ({ dispute }: TrueIntent) =>
  dispute?.status === "needs_response" || dispute?.status === "lost";

/** What can still be refunded, after deducting pending refunds. */
export const refundable = (intent: TrueIntent) =>
  intent.status === "succeeded" && !isChargedBack(intent)
    ? intent.captured - sum(intent.refunds.filter(({ status }) => status !== "failed"))
    : 0;

/** The true money of an intent, or of a page that has no intent yet, for whoever checks the shop. */
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
