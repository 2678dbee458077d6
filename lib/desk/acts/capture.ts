import { paymentById } from "@/db/payments";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import type { Parcel } from "@/lib/contracts/couriers";
import { type KeyedRequest, madeBefore } from "../../http/idempotency";
import { captureOrder } from "../../payments/capture/capture-by-number";
import { currentPayment } from "../../payments/engine/wait";
import { actorOf, assertMay, type Staff } from "../staff/permissions";
import { chosenPayment } from "./chosen-payment";

type StaffCapture = {
  /** In minor units; everything that is held if undefined. */
  amount: number | undefined;
  keyed: KeyedRequest;
  address: string;
};

/**
 * Captures money that a bank holds, for staff. Returns the payment as it is then; the same key returns the same payment.
 * Throws forbidden, not_found, and what `capturePayment` throws.
 */
export async function captureByStaff(
  staff: Staff,
  paymentId: string,
  { amount, keyed, address }: StaffCapture,
): Promise<Payment> {
  assertMay(staff, "captures:write");
  const before = await madeBefore(keyed);
  if (before !== undefined) return currentPayment(before);
  const { payment, order } = await chosenPayment(paymentId);
  const wish = { amount, keyed, address, actor: actorOf(staff) };
  return (await captureOrder(order, payment, wish)).payment;
}

/**
 * Ships an order that is authorized: captures what the bank holds for it, and marks it as shipped together with the
 * money. As long as the gateway has not answered, and if it refuses, the order is not shipped. Returns the payment as it
 * is then. Throws forbidden, and what `capturePayment` throws.
 */
export async function captureAndShip(
  staff: Staff,
  order: Order,
  { keyed, address, parcel }: { keyed: KeyedRequest | undefined; address: string; parcel: Parcel },
): Promise<Payment> {
  assertMay(staff, "orders:write");
  assertMay(staff, "captures:write");
  const payment = order.winnerPaymentId ? await paymentById(db, order.winnerPaymentId) : undefined;
  if (!payment) throw new Error(`${order.number} is authorized by no payment.`);
  const wish = { amount: undefined, keyed, address, actor: actorOf(staff), ships: parcel };
  return (await captureOrder(order, payment, wish)).payment;
}
