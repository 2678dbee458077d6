import {
  alarms,
  apiKeys,
  auditLog,
  backups,
  broughtKeys,
  calls,
  cancelRequests,
  chainHeads,
  dailyLooks,
  disputes,
  gatewayTroubles,
  idempotencyKeys,
  mails,
  needs,
  orderItems,
  orders,
  paymentEvents,
  payments,
  products,
  refunds,
  silences,
  strays,
  transfers,
  webhookInbox,
} from "@/db/schema";
import type { Tx } from "@/db/store";

const childrenFirst = [
  broughtKeys,
  transfers,
  needs,
  disputes,
  cancelRequests,
  mails,
  webhookInbox,
  paymentEvents,
  calls,
  refunds,
  payments,
  orderItems,
  orders,
  idempotencyKeys,
  apiKeys,
  auditLog,
  chainHeads,
  products,
  gatewayTroubles,
  dailyLooks,
  alarms,
  silences,
  strays,
  backups,
];

/** Empties the shop: its orders, everything that belongs to them, and the shelf. */
export async function emptyShop(tx: Tx) {
  for (const table of childrenFirst) await tx.delete(table);
}
