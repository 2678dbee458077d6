import { type NewAudit, recordAudit } from "@/db/audit";
import { lastCallOf, pendingCallOf, writeCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrderOf } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { Call, Payment } from "@/db/schema";
import { settledAmong } from "@/db/settlements";
import type { Tx } from "@/db/store";
import type { KeyedRequest } from "../../http/idempotency";
import { Problem } from "../../problem";
import { isAcquired } from "../engine/acquisition";
import { callOnce } from "../engine/call-once";
import { leasedFrom } from "../engine/lease";
import { newCall } from "../engine/new-call";
import { mayBeAcquired } from "./may-be-acquired";

export type AcquireRequest = {
  paymentId: string;
  requestedBy: string;
  keyed: KeyedRequest;
  audit: Omit<NewAudit, "at">;
  /** How long to wait for the gateway, in milliseconds; the call continues after that. */
  waitMs: number;
};

/**
 * Has a paid card payment acquired at its card company, for a shop whose contract leaves that to it. Returns the payment
 * as it is then; the same key returns the same payment. Throws `nothing_to_acquire`, `already_acquired`, `call_busy` while
 * it is being acquired, and `idempotency_key_reused`.
 */
export async function acquirePayment(request: AcquireRequest): Promise<Payment> {
  const { payment } = await callOnce(request, (tx, at) => claim(tx, request, at));
  return payment;
}

async function claim(
  tx: Tx,
  { paymentId, requestedBy, audit }: AcquireRequest,
  at: Date,
): Promise<{ payment: Payment; call: Call }> {
  const order = await lockOrderOf(tx, paymentId);
  const payment = await paymentById(tx, paymentId);
  if (!order || !payment) throw new Error(`There is no payment ${paymentId}.`);
  if (isAcquired(payment))
    throw new Problem("already_acquired", "The card company was asked to acquire this payment already.");
  if (!mayBeAcquired(payment) || (await settledAmong(tx, [payment.id])).size > 0)
    throw new Problem("nothing_to_acquire", "There is nothing that the shop must have acquired.");
  if (await pendingCallOf(tx, paymentId, "acquire"))
    throw new Problem("call_busy", "This payment is being acquired already.");
  const n = ((await lastCallOf(tx, paymentId, "acquire"))?.n ?? 0) + 1;
  const sent = { kind: "acquire" as const, paymentKey: payment.gatewayPaymentKey ?? "" };
  const call = await writeCall(tx, {
    ...newCall(payment, sent, { n, askedAt: at, nextAt: at }),
    ...leasedFrom(at),
  });
  await recordEvents(tx, [
    { orderId: order.id, paymentId, kind: "acquire_asked", detail: { by: requestedBy }, at },
  ]);
  await recordAudit(tx, { ...audit, at });
  return { payment, call };
}
