import { recordAudit } from "@/db/audit";
import { orderById } from "@/db/orders";
import { refundById } from "@/db/refunds";
import type { AuditAction, Refund } from "@/db/schema";
import { db, type Tx, transaction } from "@/db/store";
import { callerWaitMs } from "../../payments/engine/wait";
import { agree, type Decided, endUnasked } from "../../payments/refunds/approval";
import { askSoon } from "../../payments/refunds/refund";
import { assertIndependent } from "../staff/independence";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

// A refund above the shop's limit waits for a second person. Nobody approves their own.

/**
 * Approves a colleague's refund, which is then sent to the gateway. Returns the refund as it is now; approving again as
 * the same person changes nothing. Throws forbidden, not_found, refund_own, approver_not_independent, outdated.
 */
export async function approveRefund(
  staff: Staff,
  refundId: string,
  address: string,
  now: Date,
): Promise<Refund> {
  assertMay(staff, "refunds:approve");
  const asked = await refundById(db, refundId);
  if (asked && asked.state === "waiting_for_approval") await assertIndependent(staff, asked.requestedBy, now);
  const agreed = await transaction(async (tx) => {
    const decided = await agree(tx, refundId, actorOf(staff), now);
    return writeDown(tx, staff, decided, { action: "refund_approved", address }, now);
  });
  return askSoon(agreed, callerWaitMs);
}

/** Rejects a colleague's refund, which frees its money again. Throws forbidden, not_found, refund_own, outdated. */
export async function rejectRefund(
  staff: Staff,
  refundId: string,
  { why, address }: { why: string; address: string },
  now: Date,
): Promise<Refund> {
  assertMay(staff, "refunds:approve");
  return transaction(async (tx) => {
    const decided = await endUnasked(tx, refundId, actorOf(staff), "not_approved", why, now);
    return writeDown(tx, staff, decided, { action: "refund_rejected", address, why }, now);
  });
}

/** Withdraws your own refund while nobody has decided on it. Throws forbidden, not_found, outdated. */
export async function withdrawRefund(
  staff: Staff,
  refundId: string,
  address: string,
  now: Date,
): Promise<Refund> {
  assertMay(staff, "refunds:write");
  return transaction(async (tx) => {
    const decided = await endUnasked(tx, refundId, actorOf(staff), "withdrawn", "", now);
    return writeDown(tx, staff, decided, { action: "refund_withdrawn", address }, now);
  });
}

async function writeDown(
  tx: Tx,
  staff: Staff,
  { refund, fresh }: Decided,
  { action, address, why }: { action: AuditAction; address: string; why?: string },
  at: Date,
): Promise<Refund> {
  if (!fresh) return refund;
  const order = await orderById(tx, refund.orderId);
  await recordAudit(tx, {
    actor: actorOf(staff),
    action,
    subject: order?.number ?? refund.orderId,
    detail: {
      refund: refund.id,
      amount: refund.amount,
      currency: order?.currency ?? null,
      asked_by: refund.requestedBy,
      ...(why && { why }),
      before: { state: "waiting_for_approval" },
      after: { state: refund.state },
    },
    address,
    at,
  });
  return refund;
}
