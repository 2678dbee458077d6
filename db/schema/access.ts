import type { ApiScope } from "@/lib/contracts/scopes";
import type { Currency } from "@/lib/money";
import {
  boolean,
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
  textAs,
  uniqueIndex,
} from "../columns";

/** A key exists if and only if the thing it made exists, until it expires. */
export const idempotencyKeys = table(
  "idempotency_keys",
  {
    caller: text().notNull(),
    operation: text().notNull(),
    key: text().notNull(),
    /** Empty for a key of an earlier release, whose repeats cannot be compared. */
    bodyHash: text().notNull(),
    /** The ID of what was made; empty while it is being made, which no other transaction sees. */
    madeId: text().notNull(),
    createdAt: instant().notNull(),
    /** When the key may be deleted; null to keep it as long as what it made. */
    expiresAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.caller, t.operation, t.key] }),
    index("idempotency_keys_made").on(t.madeId),
    index("idempotency_keys_expires").on(t.expiresAt),
  ],
);

/** How much a key may refund per order, and per day in Seoul, in minor units by currency. */
export type KeyCaps = Record<"perOrder" | "perDay", Record<Currency, number>>;

/** API keys of other servers and of agents. Only a hash of the key is stored. */
export const apiKeys = table(
  "api_keys",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** SHA-256 of the key, in hexadecimal. A key has 200 random bits, so a fast hash is enough. */
    hash: text().notNull(),
    scopes: json<ApiScope[]>().notNull(),
    /** How much it may refund; null for a key made before caps existed, which has the defaults. */
    caps: json<KeyCaps | null>(),
    /** Who created it: `operator`, `staff:…`, or null if it predates this record. */
    madeBy: text(),
    /** True until a second manager confirms the key: it does not work before. */
    awaitsManager: boolean().notNull().default(false),
    createdAt: instant().notNull(),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [uniqueIndex("api_keys_hash").on(t.hash)],
);

/**
 * Everybody who has requested a refund. While a request is decided, the row is the lock under which what they requested
 * in a day is summed. Written after the order's row, and before the payment's.
 */
export const refundAskers = table("refund_askers", {
  /** Such as `staff:<id>` or `key:<id>`. */
  actor: text().primaryKey(),
  askedAt: instant().notNull(),
});

/** All actions in the audit log; the desk has words for each. */
export const auditActions = [
  "refund_asked",
  "refund_approved",
  "refund_rejected",
  "refund_withdrawn",
  "refund_given_up",
  "void_asked",
  "capture_asked",
  "acquire_asked",
  "receipt_asked",
  "review_accepted",
  "review_returned",
  "need_resolved",
  "call_reopened",
  "restocked",
  "note_added",
  "letter_resent",
  "order_shipped",
  "order_unshipped",
  "unpaid_order_canceled",
  "alarm_silenced",
  "alarm_heard",
  "cards_slowed",
  "settlements_read_again",
  "settlements_exported",
  "month_closed",
  "difference_accepted",
  "bank_statement_imported",
  "payments_looked_at",
  "cards_as_usual",
  "orders_exported",
  "webhook_worked_again",
  "staff_added",
  "staff_changed",
  "staff_reset",
  "staff_factor_removed",
  "staff_vouched",
  "password_changed",
  "second_factor_on",
  "second_factor_off",
  "second_factor_refused",
  "recovery_codes_renewed",
  "session_ended",
  "key_made",
  "key_confirmed",
  "key_revoked",
  "endpoint_added",
  "endpoint_secret_rotated",
  "endpoint_switched_on",
  "endpoint_switched_off",
  "endpoint_removed",
  "endpoint_tested",
  "delivery_resent",
  "product_added",
  "product_changed",
  "shop_changed",
  "signed_in",
  "sign_in_refused",
  "cancel_request_declined",
  "cancel_request_granted",
  "cancel_asked",
  "refund_account_named",
  "person_erased",
] as const;

export type AuditAction = (typeof auditActions)[number];

const storedActions = {
  review_accepted: "held_accepted",
  review_accepted_failed: "held_accepted_failed",
  review_returned: "held_returned",
  review_returned_failed: "held_returned_failed",
  need_resolved: "need_settled",
  need_resolved_failed: "need_settled_failed",
};

/** An action that failed is logged a second time. */
type Told = AuditAction | `${AuditAction}_failed`;

/**
 * Who did what that concerns money or access. Append-only: no code updates or deletes a row, except to assign its place
 * and seal.
 */
export const auditLog = table(
  "audit_log",
  {
    id: text().primaryKey(),
    /** Such as `key:<id>`, or `operator` for a command on the server itself. */
    actor: text().notNull(),
    action: textAs(storedActions).$type<Told>().notNull(),
    /** What the action was done to, such as an order number. */
    subject: text().notNull(),
    detail: json<Record<string, unknown>>().notNull(),
    /** The address it came from, if over the network. */
    address: text(),
    requestId: text(),
    at: instant().notNull(),
    /** Its place in the chain and its seal; null in rows that the shop did not write, or wrote without its key. */
    seq: integer(),
    seal: text(),
  },
  (t) => [
    uniqueIndex("audit_log_seq").on(t.seq),
    index("audit_log_at").on(t.at, t.id),
    index("audit_log_subject").on(t.subject, t.at, t.id),
    index("audit_log_actor").on(t.actor, t.at, t.id),
  ],
);

/** Where a chain of sealed rows ends; the row is the lock for appending to it. */
export const chainHeads = table("chain_heads", {
  name: text().primaryKey(),
  /** How many rows have a place in it. */
  seq: integer().notNull(),
  seal: text().notNull(),
  /** Of transfers: up to which place they are in `sold_days`. */
  addedUp: integer().notNull().default(0),
});

/** Values that all instances share, such as the session secret and what managers say about the shop. */
export const settings = table("settings", {
  name: text().primaryKey(),
  value: text().notNull(),
});

export type ApiKey = typeof apiKeys.$inferSelect;
export type Audit = typeof auditLog.$inferSelect;
