import { type NewAudit, recordAudit } from "@/db/audit";
import { lastCallOf, pendingCallsOf, writeCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { lockOrderOf } from "@/db/orders";
import { paymentById, writePayment } from "@/db/payments";
import type { Call, Payment } from "@/db/schema";
import type { Tx } from "@/db/store";
import type { Parcel } from "@/lib/contracts/couriers";
import type { KeyedRequest } from "../../http/idempotency";
import { Problem } from "../../problem";
import { callOnce } from "../engine/call-once";
import { leasedFrom } from "../engine/lease";
import { endNeeds } from "../engine/needs";
import { newCall } from "../engine/new-call";

export type CaptureRequest = {
  paymentId: string;
  /** In minor units; everything that is held if absent. What is not captured is released. */
  amount?: number | undefined;
  requestedBy: string;
  /** What the order is shipped with: it counts as shipped once the money is captured. */
  ships?: Parcel | undefined;
  keyed?: KeyedRequest | undefined;
  /** Checks once more, under the order's lock, whether this may be done; throws if not. */
  judge?: ((tx: Tx, payment: Payment) => Promise<void>) | undefined;
  /** Written in the transaction that decides the amount. */
  audit: Omit<NewAudit, "at">;
  /** How long to wait for the gateway, in milliseconds; the call continues after that. */
  waitMs: number;
};

/**
 * Captures money that a bank holds for an order, or a part of it, once. Returns the payment as it is then: still
 * `authorized` while the gateway has not answered, or with a failure if it refused. The same key returns the same
 * payment. Throws `nothing_to_capture`, `already_captured`, `capture_exceeds_authorized`, `call_busy` while a capture or
 * a void is in progress, `idempotency_key_reused`, and what `judge` throws.
 */
export const capturePayment = (request: CaptureRequest): Promise<{ payment: Payment; replayed: boolean }> =>
  callOnce(request, (tx, at) => claim(tx, request, at));

async function claim(
  tx: Tx,
  { paymentId, amount, requestedBy, ships, judge, audit }: CaptureRequest,
  at: Date,
): Promise<{ payment: Payment; call: Call }> {
  const order = await lockOrderOf(tx, paymentId);
  const held = await paymentById(tx, paymentId);
  if (!order || !held) throw new Error(`There is no payment ${paymentId}.`);
  const wanted = amount ?? held.amount;
  await assertCapturable(tx, held, wanted);
  await judge?.(tx, held);
  const payment = await writePayment(tx, held.id, held.version, {
    captureAsked: wanted,
    failureCode: null,
    failureKind: null,
  });
  if (!payment) throw new Error(`The payment ${held.id} changed under its lock.`);
  const n = ((await lastCallOf(tx, payment.id, "capture"))?.n ?? 0) + 1;
  const sent = {
    kind: "capture" as const,
    paymentKey: payment.gatewayPaymentKey ?? "",
    amount: wanted,
    ...(ships && { shippedBy: requestedBy, parcel: ships }),
  };
  const call = await writeCall(tx, {
    ...newCall(payment, sent, { n, askedAt: at, nextAt: at }),
    ...leasedFrom(at),
    amount: wanted,
  });
  await recordEvents(tx, [
    {
      orderId: order.id,
      paymentId,
      kind: "capture_asked",
      detail: { amount: wanted, by: requestedBy, ...(ships && { ships: true }) },
      at,
    },
  ]);
  await recordAudit(tx, { ...audit, detail: { ...audit.detail, amount: wanted }, at });
  // An earlier capture may have failed.
  await endNeeds(tx, order.id, at);
  return { payment, call };
}

async function assertCapturable(tx: Tx, payment: Payment, amount: number) {
  if (payment.captured > 0)
    throw new Problem("already_captured", "This payment was captured already. Nothing more was captured.");
  if (payment.status !== "authorized") throw nothingToCapture();
  const busy = (await pendingCallsOf(tx, payment.id)).find(
    ({ kind }) => kind === "capture" || kind === "close",
  );
  if (busy)
    throw new Problem(
      "call_busy",
      busy.kind === "close"
        ? "This payment is being voided. Nothing was captured."
        : "This payment is being captured already. Nothing more was captured.",
    );
  if (amount > payment.amount)
    throw new Problem(
      "capture_exceeds_authorized",
      "This is more than the bank holds for this order. Nothing was captured.",
      { errors: [{ field: "amount", message: `At most ${payment.amount}` }] },
    );
}

export const nothingToCapture = () =>
  new Problem("nothing_to_capture", "No bank holds money for this order, so there is nothing to capture.");
