import { z } from "zod";
import type { PaymentMethod } from "../../contracts/methods";
import type { GatewayDispute, Snapshot } from "../gateway";
import { sayingLittle, toldDeclines } from "./codes";

// Stripe's vocabulary stays in this file and in event.ts. Source for shapes and codes: Stripe API reference, version 2026-10-28.endive.

const Units = z.int().nonnegative();

/**
 * Only fields that decide about money are parsed strictly: IDs, statuses, amounts, currencies, refunds and disputes.
 * The rest is detail for receipts and is dropped if malformed: it must not make a paid payment unreadable.
 */
const optional = <Type extends z.ZodType>(type: Type) => type.nullish().catch(undefined);
const text = optional(z.string());
export const metadata = optional(z.record(z.string(), z.unknown()));

/** Fields and enum members are added without notice, so only what is used is parsed, and strings stay open. */
const BalanceTransaction = z.object({ id: z.string(), fee: z.int(), currency: z.string() });

export const StripeRefund = z.object({
  id: z.string(),
  amount: Units,
  status: text,
  reason: text,
  metadata,
});

export const StripeDispute = z.object({
  id: z.string(),
  amount: Units,
  currency: z.string(),
  created: z.int(),
  reason: z.string().catch(""),
  status: z.string(),
  evidence_details: optional(z.object({ due_by: optional(z.int()) })),
  balance_transactions: z.array(BalanceTransaction.extend({ amount: z.int() })).nullish(),
});

export const StripeCharge = z.object({
  id: z.string(),
  status: text,
  failure_code: text,
  outcome: optional(z.object({ reason: text })),
  created: optional(z.int()),
  disputed: z.unknown().optional(),
  receipt_url: optional(z.url({ protocol: /^https?$/ })),
  payment_method_details: optional(
    z.object({
      type: text,
      card: optional(z.object({ brand: text, last4: text, capture_before: optional(z.int()) })),
    }),
  ),
  // A fee that cannot be read is requested again until it can be.
  balance_transaction: optional(z.union([z.string(), BalanceTransaction])),
  refunds: z.object({ data: z.array(StripeRefund), has_more: z.boolean() }).nullish(),
});

export const Intent = z.object({
  id: z.string(),
  object: z.literal("payment_intent"),
  status: z.string(),
  amount: Units,
  amount_received: Units,
  currency: z.string(),
  client_secret: text,
  metadata,
  last_payment_error: optional(z.object({ code: text, decline_code: text, charge: text })),
  next_action: optional(z.record(z.string(), z.unknown())),
  latest_charge: z.union([z.string(), StripeCharge]).nullish(),
});

export const Session = z.object({
  id: z.string(),
  object: z.literal("checkout.session"),
  status: z.string().nullish(),
  amount_total: Units.nullish(),
  currency: z.string().nullish(),
  client_reference_id: z.string().nullish(),
  url: text,
  payment_intent: z.union([z.string(), Intent]).nullish(),
});

type IntentObject = z.output<typeof Intent>;
type SessionObject = z.output<typeof Session>;
type RefundObject = z.output<typeof StripeRefund>;
type DisputeObject = z.output<typeof StripeDispute>;

/** Lists that are fetched in addition to an intent that shows only part of them. */
export type Beside = {
  refunds?: RefundObject[] | undefined;
  disputes?: DisputeObject[] | undefined;
  charges?: z.output<typeof StripeCharge>[] | undefined;
};

/** The metadata keys for our order ID, and for our refund ID on refunds. */
export const orderIdKey = "order_id";
export const refundIdKey = "refund_id";

/** What a snapshot needs expanded in the intent: its charge's fee and refunds. */
export const expandIntent = ["latest_charge.balance_transaction", "latest_charge.refunds"];
export const expandSession = expandIntent.map((path) => `payment_intent.${path}`);

/** The intent of a session, once the shopper has started to pay; undefined if only its ID is included. */
export const intentOf = ({ payment_intent }: SessionObject) =>
  typeof payment_intent === "object" && payment_intent !== null ? payment_intent : undefined;

/** Whether there are more refunds than the charge lists. */
export const hasMoreRefunds = (intent: IntentObject | undefined) =>
  chargeOf(intent)?.refunds?.has_more ?? false;

/** Whether there is a dispute or inquiry, about which the charge itself says no more. */
export const isDisputed = (intent: IntentObject | undefined) => Boolean(chargeOf(intent)?.disputed);

/**
 * Whether a card was declined and another one may be tried. The intent only shows the last failure, and anyone with its
 * client secret may try many cards between two looks.
 */
export const hasFailedCharges = (intent: IntentObject | undefined) =>
  intent?.status !== "succeeded" && Boolean(intent?.last_payment_error?.charge);

/** Converts an intent of the shop's card form to a snapshot. Refunds in `beside` replace those listed by the charge. */
export const snapshotOfIntent = (intent: IntentObject, beside: Beside = {}): Snapshot => ({
  ...moneyOf(intent, beside),
  status: intentStatuses[intent.status] ?? "unrecognized",
  sessionKey: null,
  surface: isOpen(intent) ? { url: redirectOf(intent), clientSecret: intent.client_secret ?? null } : null,
  orderId: said(intent.metadata, orderIdKey) ?? "",
  amount: intent.amount,
  currency: intent.currency.toUpperCase(),
  closed: intent.status === "canceled",
});

export const said = (metadata: IntentObject["metadata"], name: string) => {
  const value = metadata?.[name];
  return typeof value === "string" ? value : null;
};

/** Converts a Checkout Session, and its intent once the shopper has started to pay, to a snapshot. */
export function snapshotOfSession(session: SessionObject, beside: Beside = {}): Snapshot {
  const intent = intentOf(session);
  const status = statusOfSession(session, intent);
  return {
    ...moneyOf(intent, beside),
    status,
    paymentKey: intent?.id ?? (typeof session.payment_intent === "string" ? session.payment_intent : null),
    sessionKey: session.id,
    surface: session.status === "open" ? { url: session.url ?? null, clientSecret: null } : null,
    orderId: session.client_reference_id ?? "",
    // The intent takes the money: the page may show another currency, or an amount that has changed since.
    amount: intent?.amount ?? session.amount_total ?? 0,
    currency: (intent?.currency ?? session.currency ?? "").toUpperCase(),
    closed: session.status === "expired" || status === "failed" || status === "canceled",
  };
}

const intentStatuses: Record<string, Snapshot["status"]> = {
  requires_payment_method: "ready",
  requires_confirmation: "ready",
  requires_action: "requires_action",
  processing: "processing",
  requires_capture: "authorized",
  succeeded: "captured",
  canceled: "canceled",
};

const isOpen = ({ status }: IntentObject) => /^requires_(payment_method|confirmation|action)$/.test(status);

/** While a session is open, the shopper may try again on its page, whatever happened to the last card. */
function statusOfSession(session: SessionObject, intent: IntentObject | undefined): Snapshot["status"] {
  const status = intent && intentStatuses[intent.status];
  if (status === "captured" || status === "authorized" || status === "processing") return status;
  // Stripe's page has told the shopper what to do next: pay a voucher, make a transfer, or verify a bank account. The
  // money may arrive days later.
  if (session.status === "complete" && status === "requires_action") return "processing";
  switch (session.status) {
    case "open":
      return "ready";
    case "expired":
      return "expired";
    case "complete":
      // A hold that was never captured was voided; no other intent of a page can be canceled.
      if (status === "canceled") return "canceled";
      // Nothing had to be paid although the order costs something, such as after a discount made elsewhere. No money
      // was captured.
      if (session.payment_intent == null) return "failed";
      // It is too late for another try: a bank refused, days later, what the page had assumed would succeed.
      return status === "ready" ? "failed" : "unrecognized";
    default:
      return "unrecognized";
  }
}

function chargeOf(intent: IntentObject | undefined) {
  const charge = intent?.latest_charge;
  return typeof charge === "object" && charge !== null ? charge : undefined;
}

/** The money fields shared by both kinds of payment. */
function moneyOf(intent: IntentObject | undefined, { refunds, disputes = [], charges }: Beside) {
  const charge = intent?.status === "succeeded" ? chargeOf(intent) : undefined;
  const held = intent?.status === "requires_capture" ? chargeOf(intent) : undefined;
  const captured = intent?.status === "succeeded" ? intent.amount_received : 0;
  const { code, decline_code: declined, charge: failedCharge } = intent?.last_payment_error ?? {};
  const fee = charge?.balance_transaction;
  const details = (charge ?? held)?.payment_method_details;
  return {
    paymentKey: intent?.id ?? null,
    captured,
    captureTransaction: captured > 0 ? (charge?.id ?? intent?.id ?? null) : null,
    refunds: captured > 0 ? (refunds ?? charge?.refunds?.data ?? []).map(refundOf) : [],
    disputes: captured > 0 ? disputes.map(disputeOf) : [],
    fee:
      typeof fee === "object" && fee !== null
        ? { amount: fee.fee, currency: fee.currency.toUpperCase(), transaction: fee.id }
        : null,
    failedCharges: charges?.filter(({ status }) => status === "failed").map(failedOf),
    doubt: null,
    ...failureOf(code, declined),
    approvedAt: typeof charge?.created === "number" ? new Date(charge.created * 1_000) : null,
    method: methods[details?.type ?? ""] ?? null,
    dueAt: null,
    captureBefore:
      held && details?.card?.capture_before ? new Date(details.card.capture_before * 1_000) : null,
    depositSecret: null,
    detail: {
      failedCharge: failedCharge ?? undefined,
      method: details?.type ?? undefined,
      card: details?.card
        ? {
            issuer: details.card.brand ?? "",
            number: `•••• ${details.card.last4 ?? "••••"}`,
            installmentMonths: 0,
          }
        : undefined,
      receiptUrl: charge?.receipt_url ?? undefined,
      instructionsUrl: instructionsOf(intent),
    },
  } satisfies Partial<Snapshot>;
}

/** Why a card was not charged, and whether a bank declined it. */
const failureOf = (code: string | null | undefined, declined: string | null | undefined) => ({
  failureCode: (sayingLittle.has(code ?? "") && declined) || code || declined || null,
  isDecline: Boolean(declined) || toldDeclines.has(code ?? ""),
});

function failedOf({ failure_code: code, outcome }: z.output<typeof StripeCharge>) {
  const { failureCode, isDecline } = failureOf(code, sayingLittle.has(code ?? "") ? outcome?.reason : null);
  return { code: failureCode, isDecline };
}

/** The bank's page on which the shopper must confirm something. */
function redirectOf({ next_action }: IntentObject): string | null {
  return NextUrl.safeParse(next_action?.redirect_to_url).data?.url ?? null;
}

/**
 * Stripe's page with what the shopper has to do before the money arrives: pay a voucher or a transfer, or verify a bank
 * account. Source: Stripe API, PaymentIntent `next_action`, whose parts name it `hosted_…_url`.
 */
function instructionsOf(intent: IntentObject | undefined): string | undefined {
  if (intent?.status !== "requires_action") return undefined;
  for (const part of Object.values(intent.next_action ?? {}))
    if (typeof part === "object" && part !== null)
      for (const [name, value] of Object.entries(part))
        if (/^hosted_\w+_url$/.test(name) && PageUrl.safeParse(value).success) return String(value);
  return undefined;
}

const PageUrl = z.url({ protocol: /^https?$/ });
const NextUrl = z.object({ url: PageUrl });

const refundStates: Record<string, Snapshot["refunds"][number]["state"]> = {
  succeeded: "done",
  failed: "failed",
  canceled: "failed",
};

const refundOf = (refund: RefundObject): Snapshot["refunds"][number] => ({
  transaction: refund.id,
  amount: refund.amount,
  reason: said(refund.metadata, "reason") ?? refund.reason ?? "",
  refundId: said(refund.metadata, refundIdKey),
  state: refundStates[refund.status ?? ""] ?? "pending",
});

const disputeStates: Record<string, GatewayDispute["state"]> = {
  warning_needs_response: "inquiry",
  warning_under_review: "inquiry",
  warning_closed: "won",
  won: "won",
  lost: "lost",
  // The bank refunded the cardholder before there was a dispute.
  prevented: "lost",
};

/** Statuses are added without notice; an unknown status counts as undecided. */
const disputeOf = (dispute: DisputeObject): GatewayDispute => ({
  id: dispute.id,
  amount: dispute.amount,
  currency: dispute.currency.toUpperCase(),
  reason: dispute.reason,
  gatewayStatus: dispute.status,
  state: disputeStates[dispute.status] ?? "open",
  answerBy: dispute.evidence_details?.due_by ? new Date(dispute.evidence_details.due_by * 1_000) : null,
  openedAt: new Date(dispute.created * 1_000),
  movements: (dispute.balance_transactions ?? []).map(({ id, amount, fee, currency }) => ({
    transaction: id,
    // If the payout is in another currency, only the direction of the amount is usable.
    amount: currency === dispute.currency ? -amount : -Math.sign(amount) * dispute.amount,
    fee: { amount: fee, currency: currency.toUpperCase() },
  })),
});

/** Maps Stripe's payment method types to ours; for the many others, the receipt shows Stripe's name. */
const methods: Record<string, PaymentMethod> = {
  card: "CARD",
  kr_card: "CARD",
  link: "CARD",
  kakao_pay: "EASY_PAY",
  naver_pay: "EASY_PAY",
  payco: "EASY_PAY",
  samsung_pay: "EASY_PAY",
  alipay: "EASY_PAY",
  wechat_pay: "EASY_PAY",
  paypal: "EASY_PAY",
  us_bank_account: "TRANSFER",
  sepa_debit: "TRANSFER",
  bacs_debit: "TRANSFER",
};
