import { orderByNumber } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { type KeyedRequest, madeBefore } from "../../http/idempotency";
import { Problem } from "../../problem";
import { callerWaitMs, currentPayment } from "../engine/wait";
import { type CaptureRequest, capturePayment, nothingToCapture } from "./capture";

export type CaptureWish = {
  /** In minor units of the order's currency; everything that is held if absent. */
  amount: number | undefined;
  /** Who requests it, such as `key:<id>`, and the IP address it came from. */
  actor: string;
  address: string;
  keyed: KeyedRequest | undefined;
  ships?: CaptureRequest["ships"];
  judge?: CaptureRequest["judge"];
};

export type Captured = { payment: Payment; replayed: boolean };

/**
 * Captures what a bank holds for the order with this number. The same key returns the same payment. Throws
 * `order_not_found` and what `capturePayment` throws.
 */
export async function captureByNumber(number: string, wish: CaptureWish): Promise<Captured> {
  const before = await madeBefore(wish.keyed);
  if (before !== undefined) return { payment: await currentPayment(before), replayed: true };
  const order = await orderByNumber(db, number);
  if (!order) throw new Problem("order_not_found", "There is no such order.");
  return captureOrder(order, await heldPaymentOf(order), wish);
}

/** The payment that a bank holds for an order, or the one that pays it. Throws `nothing_to_capture`. */
async function heldPaymentOf({ id, winnerPaymentId }: Order): Promise<Payment> {
  const attempts = await paymentsOf(db, id);
  const payment =
    attempts.find((attempt) => attempt.id === winnerPaymentId) ??
    attempts.find(({ status }) => status === "authorized");
  if (!payment) throw nothingToCapture();
  return payment;
}

/** Captures a payment of an order. Throws what `capturePayment` throws. */
export const captureOrder = (
  order: Order,
  { id: paymentId, amount: authorized, currency }: Pick<Payment, "id" | "amount" | "currency">,
  { amount, actor, address, ships, ...wish }: CaptureWish,
): Promise<Captured> =>
  capturePayment({
    ...wish,
    paymentId,
    amount,
    requestedBy: actor,
    ...(ships && { ships }),
    audit: {
      actor,
      action: "capture_asked",
      subject: order.number,
      detail: { payment: paymentId, authorized, currency, ...(ships && { ships: true }) },
      address,
    },
    waitMs: callerWaitMs,
  });
