import { forgetKey, keepKey, postponeKey } from "@/db/brought-keys";
import { lastCallOf, openCallOf } from "@/db/calls";
import { lockOrder } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { BroughtKey, Call, Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { later, minutes, now, seconds } from "../clock";
import { gateway } from "../gateways";
import { askNow } from "./ask";
import { claim } from "./claim";

// Several windows of one attempt may be open, and anybody may bring a key that opens nothing. While one key is asked
// another is kept, so that it is asked in its turn, also where its browser is gone by then.

/** How many keys of one attempt are kept at most; a shopper has a few windows. */
const keptAtMost = 5;

/** How long what was authenticated can be asked for, in milliseconds. Source: Toss core API, `NOT_FOUND_PAYMENT_SESSION`. */
const askableMs = minutes(10);

/** Keeps a key for its turn, if another key of its attempt is being asked. */
export async function keepForItsTurn(attempt: Payment, paymentKey: string): Promise<void> {
  if (!gateway(attempt.gateway).severalWindows) return;
  const asked = await openCallOf(db, attempt.id, "confirm");
  if (!asked || keyOf(asked) === paymentKey) return;
  const at = now();
  const row = { paymentId: attempt.id, paymentKey, broughtAt: at, nextAt: at };
  await transaction(async (tx) => {
    await lockOrder(tx, attempt.orderId);
    await keepKey(tx, row, keptAtMost);
  });
}

/** Asks for a kept key if its attempt is free, and forgets one that nothing can come of. */
export async function askInItsTurn(row: BroughtKey): Promise<void> {
  const payment = await paymentById(db, row.paymentId);
  if (!payment || !(await mayBeAsked(payment, row))) {
    await transaction((tx) => forgetKey(tx, row));
    return;
  }
  const claimed = payment.status === "ready" ? await claim(payment, row.paymentKey, now()) : undefined;
  await transaction((tx) => (claimed ? forgetKey(tx, row) : postponeKey(tx, row, later(now(), seconds(2)))));
  if (claimed) await askNow(claimed.call, claimed.payment);
}

/** True while its window can be authorized, unless it was asked already by whoever brought it. */
async function mayBeAsked(payment: Payment, { paymentKey, broughtAt }: BroughtKey): Promise<boolean> {
  if (now().getTime() - broughtAt.getTime() >= askableMs) return false;
  if (payment.status === "confirming") return payment.gatewayPaymentKey !== paymentKey;
  if (payment.status !== "ready") return false;
  const last = await lastCallOf(db, payment.id, "confirm");
  return !last || keyOf(last) !== paymentKey || last.askedAt.getTime() < broughtAt.getTime();
}

const keyOf = ({ sent }: Call) => (sent.kind === "confirm" ? sent.paymentKey : undefined);
