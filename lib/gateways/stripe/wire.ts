import { z } from "zod";
import type { PaymentMethod } from "../../contracts/methods";
import type { GatewayDispute, Named, Snapshot } from "../gateway";
import { sayingLittle, toldDeclines } from "./codes";

// Stripe's words stay in this file. Source for shapes and codes: Stripe API reference, version 2026-10-28.endive.

const Units = z.int().nonnegative();

/**
 * Only what decides about money is read strictly: ids, statuses, amounts, currencies, refunds and disputes. The rest is
 * decoration for receipts, and what of it is odd is left out: it must not make a paid payment unreadable.
 */
const optional = <Type extends z.ZodType>(type: Type) => type.nullish().catch(undefined);
const text = optional(z.string());
const metadata = optional(z.record(z.string(), z.unknown()));

/** Fields and enum members are added without notice, so only what is used is read, and strings stay open. */
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
    z.object({ type: text, card: optional(z.object({ brand: text, last4: text })) }),
  ),
  // What Stripe kept is asked about again until it can be read.
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

/** What is asked for beside an intent where it shows that there is more. */
export type Beside = {
  refunds?: RefundObject[] | undefined;
  disputes?: DisputeObject[] | undefined;
  charges?: z.output<typeof StripeCharge>[] | undefined;
};

/** Under which name our order id goes into an object's metadata, and our refund's id into a refund's. */
export const orderIdKey = "order_id";
export const refundIdKey = "refund_id";

/** What a payment's snapshot needs beside its intent: whole lists that the intent itself shows the beginning of. */
export const expandIntent = ["latest_charge.balance_transaction", "latest_charge.refunds"];
export const expandSession = expandIntent.map((path) => `payment_intent.${path}`);

/** The intent of a session, once the shopper has begun to pay; undefined where it is told by its name alone. */
export const intentOf = ({ payment_intent }: SessionObject) =>
  typeof payment_intent === "object" && payment_intent !== null ? payment_intent : undefined;

/** True when there are more refunds than the charge itself lists. */
export const hasMoreRefunds = (intent: IntentObject | undefined) =>
  chargeOf(intent)?.refunds?.has_more ?? false;

/** True once a cardholder's bank had something to say, of which the charge itself tells no more. */
export const isDisputed = (intent: IntentObject | undefined) => Boolean(chargeOf(intent)?.disputed);

/**
 * True while a card was declined and another one may be tried. The intent itself tells of the last one only, and whoever has
 * its secret may try many between two looks.
 */
export const hasFailedCharges = (intent: IntentObject | undefined) =>
  intent?.status !== "succeeded" && Boolean(intent?.last_payment_error?.charge);

/** Reads an intent of the shop's own card form as a snapshot. Refunds beside it replace those that the charge lists. */
export const snapshotOfIntent = (intent: IntentObject, beside: Beside = {}): Snapshot => ({
  ...moneyOf(intent, beside),
  status: intentStatuses[intent.status] ?? "unrecognized",
  sessionKey: null,
  door: isOpen(intent) ? { url: redirectOf(intent), clientSecret: intent.client_secret ?? null } : null,
  orderId: said(intent.metadata, orderIdKey) ?? "",
  amount: intent.amount,
  currency: intent.currency.toUpperCase(),
  closed: intent.status === "canceled",
});

const said = (metadata: IntentObject["metadata"], name: string) => {
  const value = metadata?.[name];
  return typeof value === "string" ? value : null;
};

/** Reads a Checkout Session, and the intent it made once the shopper began to pay, as a snapshot. */
export function snapshotOfSession(session: SessionObject, beside: Beside = {}): Snapshot {
  const intent = intentOf(session);
  const status = statusOfSession(session, intent);
  return {
    ...moneyOf(intent, beside),
    status,
    paymentKey: intent?.id ?? (typeof session.payment_intent === "string" ? session.payment_intent : null),
    sessionKey: session.id,
    door: session.status === "open" ? { url: session.url ?? null, clientSecret: null } : null,
    orderId: session.client_reference_id ?? "",
    // What takes the money is the intent: the page may show another currency, or a sum that changed since.
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

/** While a session is open the shopper may try again on its page, whatever became of the card before. */
function statusOfSession(session: SessionObject, intent: IntentObject | undefined): Snapshot["status"] {
  const status = intent && intentStatuses[intent.status];
  if (status === "captured" || status === "authorized" || status === "processing") return status;
  // On a page of its own Stripe has told the shopper what to do next: a voucher to pay, a transfer to make, or a bank
  // account to verify. Its money may come days later.
  if (session.status === "complete" && status === "requires_action") return "processing";
  switch (session.status) {
    case "open":
      return "ready";
    case "expired":
      return "expired";
    case "complete":
      // What was held and never captured is called off; nothing else of a page's can be.
      if (status === "canceled") return "canceled";
      // Nothing had to be paid for what costs something: a discount made elsewhere, say. No money was taken.
      if (session.payment_intent == null) return "failed";
      // Its time to try again is over: a bank refused days later what the page had taken for granted.
      return status === "ready" ? "failed" : "unrecognized";
    default:
      return "unrecognized";
  }
}

function chargeOf(intent: IntentObject | undefined) {
  const charge = intent?.latest_charge;
  return typeof charge === "object" && charge !== null ? charge : undefined;
}

/** What both kinds of payment tell of their money. */
function moneyOf(intent: IntentObject | undefined, { refunds, disputes = [], charges }: Beside) {
  const charge = intent?.status === "succeeded" ? chargeOf(intent) : undefined;
  const captured = intent?.status === "succeeded" ? intent.amount_received : 0;
  const { code, decline_code: declined, charge: failedCharge } = intent?.last_payment_error ?? {};
  const fee = charge?.balance_transaction;
  const details = charge?.payment_method_details;
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

/** Why a card was not charged, and whether that is the word of a bank. */
const failureOf = (code: string | null | undefined, declined: string | null | undefined) => ({
  failureCode: (sayingLittle.has(code ?? "") && declined) || code || declined || null,
  isDecline: Boolean(declined) || toldDeclines.has(code ?? ""),
});

function failedOf({ failure_code: code, outcome }: z.output<typeof StripeCharge>) {
  const { failureCode, isDecline } = failureOf(code, sayingLittle.has(code ?? "") ? outcome?.reason : null);
  return { code: failureCode, isDecline };
}

/** Where the shopper's bank asks them something, on a page of its own. */
function redirectOf({ next_action }: IntentObject): string | null {
  return NextUrl.safeParse(next_action?.redirect_to_url).data?.url ?? null;
}

/**
 * Stripe's page with what the shopper has to do before money comes: pay a voucher or a transfer, or verify a bank
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
  // The bank gave the money to the cardholder before there was a dispute.
  prevented: "lost",
};

/** Statuses are added without notice; while one is not known to be decided, the bank has not decided. */
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
    // Paid out in another currency, only its direction says something.
    amount: currency === dispute.currency ? -amount : -Math.sign(amount) * dispute.amount,
    fee: { amount: fee, currency: currency.toUpperCase() },
  })),
});

/** Stripe's names of what paid, in our words; there are many more, and for those the receipt says Stripe's own. */
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

const Id = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const Reference = z
  .union([Id, z.object({ id: Id })])
  .transform((it) => (typeof it === "string" ? it : it.id));
const Event = z.object({
  id: Id,
  livemode: z.boolean(),
  data: z.object({
    object: z.object({
      id: Id.optional(),
      object: z.string(),
      payment_intent: Reference.nullish(),
      client_reference_id: Id.nullish().catch(null),
      metadata,
    }),
  }),
});

/** Anybody with the shop's account can write metadata: what is no id is not looked for. */
const orderIdIn = (given: z.output<typeof metadata>) => Id.safeParse(said(given, orderIdKey)).data ?? null;

/** Which payment an event is about, as far as it says. One of the other environment is about none of ours. */
export function readEvent(body: string, live: boolean): { id: string | null; about: Named | null } {
  try {
    const { id, livemode, data } = Event.parse(JSON.parse(body));
    const { object, payment_intent: intent = null, metadata: given } = data.object;
    const named = {
      paymentKey: object === "payment_intent" ? (data.object.id ?? null) : (intent ?? null),
      sessionKey: object === "checkout.session" ? (data.object.id ?? null) : null,
      orderId: data.object.client_reference_id ?? orderIdIn(given),
    };
    const isOurs = livemode === live && Object.values(named).some((name) => name !== null);
    return { id, about: isOurs ? named : null };
  } catch {
    return { id: null, about: null };
  }
}

/**
 * A webhook's body without what opens a card form: whoever reads it could pay in the shopper's place. Source: Stripe API,
 * "The PaymentIntent object", `client_secret`: not to be stored or logged.
 */
export function withoutSecrets(body: string): string {
  if (!body.includes(secretField)) return body;
  try {
    return JSON.stringify(JSON.parse(body, (name, value) => (name === secretField ? null : value)));
  } catch {
    return "";
  }
}

const secretField = "client_secret";
