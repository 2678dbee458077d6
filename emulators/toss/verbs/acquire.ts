import { nextMidnight, seoulDay } from "../calendar";
import { settlementDates } from "../contract";
import { type Refusal, refuse } from "../errors";
import type { KeyPair } from "../keys";
import { isByCard } from "../methods/acquisition";
import type { Toss } from "../toss";
import { contractOf } from "./contract";
import { findPayment } from "./find";

/**
 * A shop whose contract says so has one card payment acquired; from then on it is settled. Which error each refusal has is
 * the emulator's choice.
 */
export function acquire(toss: Toss, pair: KeyPair, paymentKey: string): { result: true } | Refusal {
  const payment = findPayment(toss, paymentKey);
  if (payment?.mId !== pair.mId) return refuse("NOT_FOUND_PAYMENT");
  if (payment.approvedAt === null) return refuse("UNAPPROVED_ORDER_ID");
  if (!isByCard(payment.choice)) return refuse("NOT_FOUND_METHOD");
  if (!payment.acquiredByShop) return refuse("FORBIDDEN_REQUEST");
  if (payment.acquiredByShop.askedAt !== null) return refuse("ALREADY_PROCESSED_PAYMENT");
  if (payment.status === "CANCELED") return refuse("ALREADY_CANCELED_PAYMENT");
  const now = toss.clock.now();
  toss.payments.save({ ...payment, acquiredByShop: { askedAt: now } });
  const dates = settlementDates(contractOf(toss, payment.mId), seoulDay(now));
  for (const row of toss.settlements.find({ paymentKey })) {
    toss.settlements.save({ ...row, ...dates, appearsAt: nextMidnight(now) });
  }
  return { result: true };
}
