import { recordAudit } from "@/db/audit";
import { orderById } from "@/db/orders";
import type { AuditAction, Call, Payment, Refund } from "@/db/schema";
import type { Tx } from "@/db/store";
import { now } from "../../clock";
import { callerWaitMs } from "../../payments/engine/wait";
import { askAgain, giveUp } from "../../payments/worker/stuck";
import { actorOf, assertMay, type Staff } from "../staff/permissions";

// A gateway call whose outcome can no longer be determined waits for staff.

/**
 * Looks into a stuck call and, if the gateway did nothing, sends it again. Returns the call as it is now, which may be
 * stuck again. Throws forbidden, not_found, outdated, call_busy.
 */
export async function askAgainByStaff(staff: Staff, callId: string, address: string): Promise<Call> {
  assertMay(staff, "review:decide");
  return askAgain(callId, actorOf(staff), callerWaitMs, (tx, payment) =>
    writeDown(tx, staff, payment, {
      action: "call_reopened",
      detail: { key: callId, before: { state: "stuck" }, after: { state: "pending" } },
      address,
    }),
  );
}

/**
 * Ends a stuck refund that its gateway did not carry out, which frees its money again. A refund that did happen is
 * returned as `done`. Throws forbidden, not_found, invalid_request, outdated, gateway_unclear.
 */
export async function giveUpByStaff(
  staff: Staff,
  callId: string,
  { why, address }: { why: string; address: string },
): Promise<Refund> {
  assertMay(staff, "review:decide");
  return giveUp(callId, actorOf(staff), why, (tx, payment) =>
    writeDown(tx, staff, payment, {
      action: "refund_given_up",
      detail: { key: callId, why, before: { state: "asked" }, after: { state: "failed" } },
      address,
    }),
  );
}

async function writeDown(
  tx: Tx,
  staff: Staff,
  payment: Payment,
  entry: { action: AuditAction; detail: Record<string, unknown>; address: string },
) {
  const order = await orderById(tx, payment.orderId);
  const { detail, ...rest } = entry;
  await recordAudit(tx, {
    ...rest,
    actor: actorOf(staff),
    subject: order?.number ?? payment.orderId,
    detail: { payment: payment.id, ...detail },
    at: now(),
  });
}
