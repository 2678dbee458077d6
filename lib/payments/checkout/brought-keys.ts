import { forgetKey, keepKey, postponeKey } from "@/db/brought-keys";
import { pendingCallOf } from "@/db/calls";
import { lockOrder } from "@/db/orders";
import { paymentById } from "@/db/payments";
import type { BroughtKey, Payment } from "@/db/schema";
import { db, type Reader, transaction } from "@/db/store";
import { later, minutes, now, seconds } from "../../clock";
import { gateway } from "../../gateways";
import { isOfToday } from "../engine/account";
import { askNow } from "../engine/ask";
import { claim } from "../engine/claim";

// One attempt may be open in several windows, and anyone may bring a payment key that leads to nothing. While one key
// is being confirmed, another is kept and confirmed in its turn, even if its browser is gone by then.

/** How many keys are kept per attempt at most; a shopper has only a few windows. */
const keptAtMost = 5;

/**
 * How long an authenticated payment can be confirmed, in milliseconds. Source: Toss core API,
 * `NOT_FOUND_PAYMENT_SESSION`.
 */
const askableMs = minutes(10);

/** Keeps a key for its turn, if another key of its attempt is being confirmed. */
export async function keepForItsTurn(attempt: Payment, paymentKey: string): Promise<void> {
  if (!gateway(attempt.gateway).severalWindows) return;
  if (!(await isAskedWithAnother(db, attempt, paymentKey))) return;
  const at = now();
  await transaction(async (tx) => {
    await lockOrder(tx, attempt.orderId);
    if (!(await isAskedWithAnother(tx, attempt, paymentKey))) return;
    await keepKey(tx, { paymentId: attempt.id, paymentKey, broughtAt: at, nextAt: at }, keptAtMost);
  });
}

async function isAskedWithAnother(reader: Reader, attempt: Payment, paymentKey: string): Promise<boolean> {
  const sent = (await pendingCallOf(reader, attempt.id, "confirm"))?.sent;
  return sent?.kind === "confirm" && sent.paymentKey !== paymentKey;
}

/**
 * Returns the attempt as reported to the client that brought a key. The client is told that nothing was taken, unless a
 * key of the attempt is being confirmed, so its key is dropped and not confirmed later.
 */
export function giveUpTurn(attempt: Payment, paymentKey: string): Promise<Payment> {
  return transaction(async (tx) => {
    await lockOrder(tx, attempt.orderId);
    const payment = await paymentById(tx, attempt.id);
    if (!payment) throw new Error(`There is no payment ${attempt.id}.`);
    if (payment.status !== "confirming") await forgetKey(tx, { paymentId: payment.id, paymentKey });
    return payment;
  });
}

/** Confirms a kept key if its attempt is free, and drops one that can no longer succeed. */
export async function askInItsTurn(row: BroughtKey): Promise<void> {
  const payment = await paymentById(db, row.paymentId);
  if (!payment || !mayBeAsked(payment, row)) {
    await transaction((tx) => forgetKey(tx, row));
    return;
  }
  const claimed =
    payment.status === "ready"
      ? await claim(payment, row.paymentKey, now(), { onlyIfKept: true })
      : undefined;
  if (claimed) await askNow(claimed.call, claimed.payment);
  else await transaction((tx) => postponeKey(tx, row, later(now(), seconds(2))));
}

/** Whether its window can still be authorized, and its attempt is free or may become free. */
const mayBeAsked = (payment: Payment, { broughtAt }: BroughtKey) =>
  now().getTime() - broughtAt.getTime() < askableMs &&
  isOfToday(payment) &&
  (payment.status === "ready" || payment.status === "confirming");
