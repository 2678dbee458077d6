import { createHmac } from "node:crypto";
import { auditLog, type transfers } from "./schema";

// What a seal covers: everything a row says, its place in the chain, and the previous row's seal.

export type ChainName = "audit_log" | "transfers";

/** A row's place in its chain, and the previous row's seal; a row without a place is sealed alone. */
export type Place = { seq: number; before: string };

/** What a row says, in an order and format that both engines return alike. */
export type Said = unknown[];

/** The seal of a row: HMAC-SHA256, 43 characters. */
export const sealOf = (key: Buffer, name: ChainName, said: Said, place?: Place) =>
  createHmac("sha256", key)
    .update(JSON.stringify([name, place?.seq ?? null, place?.before ?? null, ...said]))
    .digest("base64url");

type NewAudit = Omit<typeof auditLog.$inferInsert, "seq" | "seal">;
type NewTransfer = Omit<typeof transfers.$inferInsert, "seq" | "seal">;

export const saidByAudit = (row: NewAudit): Said => [
  row.id,
  row.actor,
  // As stored: rows of earlier releases were sealed with this name.
  auditLog.action.mapToDriverValue(row.action),
  row.subject,
  sorted(JSON.parse(JSON.stringify(row.detail))),
  row.address ?? null,
  row.requestId ?? null,
  row.at.getTime(),
];

export const saidByTransfer = (row: NewTransfer): Said => [
  row.id,
  row.orderId,
  row.paymentId,
  row.debit,
  row.credit,
  row.amount,
  row.currency,
  row.live,
  row.keyPair,
  row.cause,
  row.transaction,
  row.at.getTime(),
];

/** PostgreSQL stores an object's keys in an order of its choosing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}
