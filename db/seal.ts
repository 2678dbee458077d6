import { createHmac } from "node:crypto";
import type { auditLog, transfers } from "./schema";

// What a seal covers: all that a row says, its place in the chain, and the seal before it.

export type ChainName = "audit_log" | "transfers";

/** The place of a row in its chain, and the seal of the row before it; a row that has no place yet is sealed alone. */
export type Place = { seq: number; before: string };

/** What a row says, in an order and in a form that both engines give back alike. */
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
  row.action,
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

/** PostgreSQL keeps the names of an object in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}
