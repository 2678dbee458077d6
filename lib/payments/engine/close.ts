import { endCallsOf, lastCallOf, pendingCallsOf, writeCall } from "@/db/calls";
import { recordEvents } from "@/db/events";
import { endReadyPayments } from "@/db/payments";
import type { Call, Payment, PaymentStatus } from "@/db/schema";
import type { Tx } from "@/db/store";
import { endNeeds } from "./needs";
import { newCall } from "./new-call";

// A surface is anything that can take money without a request from us: a page or an intent at the gateway, a virtual
// account, or money that a bank holds and somebody may capture. An order ends only once the gateway has confirmed that
// all of its surfaces are closed.

/** The reason for closing a surface, as stored at the gateway. */
const reasons = {
  order_ended: "The order has ended",
  paid_otherwise: "The order was paid in another way",
  replaced: "Another one took its place",
  too_many_declines: "Too many cards were declined",
  voided: "The shop called it off",
} as const;

export type CloseReason = keyof typeof reasons;

export const isOpenSurface = ({ status, surface }: Payment) =>
  status === "waiting_for_deposit" ||
  status === "requires_action" ||
  status === "authorized" ||
  (status === "ready" && surface !== null);

/** Whether a call shuts a page, rather than the payment made on it. */
export const isOfPage = ({ sent }: Pick<Call, "sent">) =>
  sent.kind === "close" && sent.sessionKey !== undefined;

/**
 * Writes the calls that shut the surfaces among an order's attempts, except those for which `stays` is true; reconcile
 * sends them. The caller holds the order's lock, and read the attempts under it. Returns true if there are any.
 */
export async function closeSurfaces(
  tx: Tx,
  attempts: Payment[],
  why: CloseReason,
  now: Date,
  stays: (payment: Payment) => boolean = () => false,
): Promise<boolean> {
  const surfaces = attempts.filter((payment) => isOpenSurface(payment) && !stays(payment));
  for (const surface of surfaces) await closeSurface(tx, surface, why, now);
  return surfaces.length > 0;
}

/**
 * Ends the attempts of an order that cannot take money without a request from us: all of them, all but one, or one
 * gateway's. That includes an attempt whose surface is still being opened, since nobody knows its address yet.
 */
export async function endAttempts(
  tx: Tx,
  orderId: string,
  to: PaymentStatus,
  now: Date,
  which: Parameters<typeof endReadyPayments>[3] = {},
) {
  const ended = await endReadyPayments(tx, orderId, to, which);
  await endCallsOf(
    tx,
    ended.map(({ id }) => id),
    "create",
    "moot",
  );
  // Open questions to a gateway about these attempts no longer matter.
  if (ended.length > 0) await endNeeds(tx, orderId, now);
}

/** Whether a call voids a payment because the shop asked for it. */
export const isVoid = ({ sent }: Pick<Call, "sent">) =>
  sent.kind === "close" && sent.reason === reasons.voided;

/** Writes the call that closes one surface, unless one is already open. The caller holds the order's lock. */
export async function closeSurface(tx: Tx, payment: Payment, why: CloseReason, now: Date) {
  const pending = await pendingCallsOf(tx, payment.id);
  if (pending.some((call) => call.kind === "close")) return;
  const n = ((await lastCallOf(tx, payment.id, "close"))?.n ?? 0) + 1;
  const sent = {
    kind: "close" as const,
    paymentKey: payment.gatewayPaymentKey ?? "",
    // Once a bank holds money, the page is over; the payment made on it is canceled by its payment key.
    ...(payment.gatewaySessionKey && payment.status !== "authorized"
      ? { sessionKey: payment.gatewaySessionKey }
      : {}),
    reason: reasons[why],
  };
  await writeCall(tx, newCall(payment, sent, { n, askedAt: now, nextAt: now }));
  const kind = payment.status === "waiting_for_deposit" ? "account_closing" : "payment_closing";
  await recordEvents(tx, [
    { orderId: payment.orderId, paymentId: payment.id, kind, detail: { why }, at: now },
  ]);
}
