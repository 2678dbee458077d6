import { unpaidAmong } from "@/db/limits";
import type { Order, Payment } from "@/db/schema";
import { type Budget, db } from "@/db/store";
import { now } from "../clock";
import { traitsOf } from "../gateways/all-traits";
import { callerOf } from "../http/caller";
import { assertLeft, count, forgive, spend, tooMany } from "../limits/budget";
import { spendByCaller } from "../limits/by-caller";
import { assertFewDeclines } from "../limits/declines";
import { restAfterDeclines } from "../limits/rest-after-declines";
import { slowUntil, takeTurn } from "../limits/slow";
import { Problem } from "../problem";
import { env } from "../settings/env";
import { ownOrderIds } from "./access";

// The limits and their reasons: docs/decisions/0014-who-is-refused.md. An address may be a whole office or a mobile
// carrier, so limits per address are generous; limits per order fit one person.

type Headers = Pick<globalThis.Headers, "get">;

const minute = 60;
const hour = 3_600;

/** Each order fills the database and, a step later, takes stock. */
export const limitOrders = (headers: Headers) =>
  spendByCaller(headers, { name: "orders", points: 60, seconds: minute });

/** Each click on the pay button prepares an attempt. */
export async function limitAttempts(order: Order, headers: Headers, gateway: Payment["gateway"]) {
  await spendAttempt(order, headers, gateway, traitsOf(gateway).takesTypedCards && (await isSlowNow()));
}

/** Each card form and Stripe page is an attempt; while card payments are slowed down, each waits for its turn. */
export async function limitForms(order: Order, headers: Headers) {
  const isSlow = await isSlowNow();
  await spendAttempt(order, headers, "stripe", isSlow);
  if (isSlow) await takeTurn(headers);
}

const isSlowNow = async () => (await slowUntil(now())) !== undefined;

async function spendAttempt(order: Order, headers: Headers, gateway: Payment["gateway"], isSlow: boolean) {
  await Promise.all([
    spendByCaller(headers, { name: "attempts", points: 120, seconds: minute }),
    spend({ name: "attempts-order", points: 30, seconds: 10 * minute }, order.id),
    assertRested(order, headers, gateway, isSlow),
  ]);
}

/** Each account that is issued is a request to the gateway. */
export async function limitAccounts(order: Order, headers: Headers) {
  await Promise.all([
    spendByCaller(headers, { name: "accounts", points: 30, seconds: minute }),
    spend({ name: "accounts-order", points: 10, seconds: 10 * minute }, order.id),
    assertRested(order, headers, "toss", false),
  ]);
}

/** Trying one account after another would reveal who owns them. */
export const limitRefundAccounts = (order: Order) =>
  spend({ name: "refund-accounts-order", points: 10, seconds: hour }, order.id);

/** Each cancel request is work for staff; a shopper may click a few times. */
export const limitCancelRequests = (order: Order) =>
  spend({ name: "cancel-requests-order", points: 10, seconds: hour }, order.id);

/**
 * Limits guesses of an order's contact, whether or not the order exists. Per caller first, so that a stranger who tries
 * ten times locks out only themselves; per order for attackers with many addresses.
 */
export async function limitLookUp(orderNumber: string, headers: Headers) {
  await spendByCaller(headers, { name: "look-up", points: 20, seconds: 10 * minute });
  const end = endOf(orderNumber);
  await spend(lookUpsOfCaller, `${callerOf(headers)} ${end}`);
  await spend(lookUpsOfOrder, end);
}

/** Resets the limits after a successful look-up: the caller is the order's shopper. */
export async function forgiveLookUp(orderNumber: string, headers: Headers) {
  const end = endOf(orderNumber);
  await forgive(lookUpsOfCaller, `${callerOf(headers)} ${end}`);
  await forgive(lookUpsOfOrder, end);
}

/** An order is found by any ending of its number, and has one budget however it is typed. */
const endOf = (orderNumber: string) => orderNumber.toUpperCase().slice(-6);

const lookUpsOfCaller: Budget = {
  name: "look-up-caller-order",
  points: 10,
  seconds: 10 * minute,
  returns: true,
};
const lookUpsOfOrder: Budget = { name: "look-up-order", points: 100, seconds: 10 * minute, returns: true };

/**
 * Runs a confirm. An authenticated payment must be confirmed within ten minutes, so confirms are not limited by rate or
 * by address in general: only after ten invalid proofs for this attempt from this address must the caller wait.
 */
export async function limitWrongProofs<T extends object>(
  gatewayOrderId: string,
  headers: Headers,
  confirm: () => Promise<T>,
): Promise<T> {
  await assertLeft(wrongProofs, `${callerOf(headers)} ${gatewayOrderId}`);
  try {
    const answer = await confirm();
    if ("refusal" in answer) await noteRefusal(answer.refusal, gatewayOrderId, headers);
    return answer;
  } catch (error) {
    await noteRefusal(error, gatewayOrderId, headers);
    throw error;
  }
}

const wrongProofs: Budget = { name: "wrong-proofs", points: 10, seconds: 10 * minute };

async function noteRefusal(refusal: unknown, gatewayOrderId: string, headers: Headers) {
  if (!(refusal instanceof Problem)) return;
  if (refusal.code === "payment_not_authenticated" || refusal.code === "amount_mismatch")
    await count(wrongProofs, `${callerOf(headers)} ${gatewayOrderId}`);
}

/** Each status request may reach the gateway, and so may each browser that returns from it. */
export const limitLooks = (headers: Headers) =>
  spendByCaller(headers, { name: "looks", points: 240, seconds: minute });

/**
 * Makes a shopper who tries one card after another wait, but only with the gateway that declined them: Toss shows its
 * window only to shoppers who authenticate with their card issuer. A charge the gateway already has is not stopped.
 */
async function assertRested(order: Order, headers: Headers, gateway: Payment["gateway"], isSlow: boolean) {
  const orderIds = new Set([order.id, ...(await ownOrderIds(headers))]);
  const restMs = await restAfterDeclines(db, [...orderIds], gateway, now(), isSlow);
  if (restMs !== undefined) throw tooMany(restMs, "too_many_declines", "declines-order");
  if (traitsOf(gateway).takesTypedCards) await assertFewDeclines(headers, isSlow);
}

/** How many orders of one browser may hold stock or wait for payment. */
const openAllowed = 3;

/**
 * Throws `too_many_open_orders` if the browser has too many. `replaced` is about to be canceled; `isRepeat` says
 * whether the request only repeats an earlier one.
 */
export async function limitOpenOrders(
  headers: Headers,
  replaced: Order | undefined,
  isRepeat: () => Promise<boolean>,
) {
  const orderIds = (await ownOrderIds(headers)).filter((id) => id !== replaced?.id);
  if (orderIds.length < openAllowed) return;
  const [oldest, ...others] = await unpaidAmong(db, orderIds, now());
  if (!oldest || others.length + 1 < openAllowed || (await isRepeat())) return;
  throw new Problem(
    "too_many_open_orders",
    `${others.length + 1} orders from this browser are unpaid. Pay ${oldest.number} first, or wait until it expires.`,
    { see: `/orders/${oldest.number}` },
  );
}

/** A faulty program must not empty the shop's account before somebody notices. */
export const limitRefunds = (keyId: string) => spendByKey("refunds", 120, keyId);

/** Reading a month takes many pages, and a faulty program must not read them for ever. */
export const limitLists = (keyId: string) => spendByKey("lists", 120, keyId);

/** A faulty program must not fill the database. */
export const limitOrdersByKey = (keyId: string) => spendByKey("orders-key", 600, keyId);

/** A faulty program must not charge every card that is on hold before somebody notices. */
export const limitCaptures = (keyId: string) => spendByKey("captures", 120, keyId);

/** The operator may allow more, such as for a recall that refunds thousands of orders through one key. */
const spendByKey = (name: string, perMinute: number, keyId: string) =>
  spend({ name, points: Math.ceil(perMinute * env().apiKeyLimitFactor), seconds: minute }, keyId);
