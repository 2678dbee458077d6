import { lastCallOf, writeCall } from "@/db/calls";
import { lockPayableOrder, orderById, writeOrder } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import type { Call, Order, Payment } from "@/db/schema";
import type { Tx } from "@/db/store";
import { countdown, hours, later, minutes, waitAtMost } from "../../clock";
import { findBank } from "../../contracts/banks";
import { defaultValidHours } from "../../contracts/methods";
import type { AccountRequest } from "../../gateways/gateway";
import { type KeyedRequest, once } from "../../http/idempotency";
import { Problem } from "../../problem";
import { env } from "../../settings/env";
import { assertOfToday, openAttempt, takeStockOnce } from "../checkout/attempt";
import { isOfToday } from "../engine/account";
import { askNow } from "../engine/ask";
import { newCall } from "../engine/new-call";
import { firstLookAfterMs } from "../engine/retry-times";
import { currentPayment, waitForAnswer } from "../engine/wait";
import { mayBePaid, refusalOf } from "../view/refusal";
import { assertTossTakes, notConfigured } from "./takes";

export type IssueWish = {
  /** A bank code or a name that `findBank` knows. */
  bank: string;
  customerName: string;
  /** When the account closes. Defaults to `validHours` from now, or else to the shop's usual time. */
  dueAt: Date | undefined;
  validHours: number | undefined;
  cashReceipt: AccountRequest["cashReceipt"];
  /** The hashed networks of the client that requests it, as returned by `openedFrom`; null if unknown. */
  openedFrom?: string | null;
  /** The caller's idempotency key, if it sent one. */
  keyed: KeyedRequest | undefined;
  /** How long to wait for the gateway, in milliseconds; the call continues after that. */
  waitMs: number;
};

/**
 * Opens a virtual account to pay `order` into. A repeat of the same request gets the same account and waits for the
 * answer to the first. Throws `not_configured`, `amount_out_of_range`, `out_of_stock`, `currency_not_supported`,
 * `payment_in_progress`, `invalid_request`, and order_… if the order has ended.
 */
export async function issueVirtualAccount(
  order: Order,
  wish: IssueWish,
  now: Date,
): Promise<{ payment: Payment; replayed: boolean }> {
  assertOfToday(order, now);
  if (!env().toss.pairs.api) throw notConfigured("VIRTUAL_ACCOUNT");
  assertTossTakes("VIRTUAL_ACCOUNT", order);
  const dueAt = dueOf(wish, now);
  const left = countdown(wish.waitMs);
  const { made } = await once<Claimed>(
    wish.keyed,
    now,
    async (tx) => {
      const claimed = await claim(tx, order, wish, dueAt, now);
      return { id: claimed.payment.id, made: claimed };
    },
    async (id) => ({ payment: await currentPayment(id) }),
  );
  const { payment, call } = made;
  if (call) await waitAtMost(left(), askNow(call, payment));
  else await waitForAnswer(payment.id, left);
  return { payment: await currentPayment(payment.id), replayed: !call };
}

/** Shoppers need time to deposit, and an order must not hold its items longer than the shop allows. */
function dueOf({ dueAt, validHours }: IssueWish, now: Date): Date {
  const { accountMaxHours: most } = env();
  const due = dueAt ?? later(now, hours(validHours ?? Math.min(defaultValidHours, most)));
  if (due >= later(now, minutes(10)) && due <= later(now, hours(most))) return due;
  const field = dueAt || validHours === undefined ? "due_date" : "valid_hours";
  throw new Problem(
    "invalid_request",
    "The virtual account would close too soon, or later than this shop allows.",
    {
      errors: [{ field, message: `Between 10 minutes and ${most} hours from now` }],
    },
  );
}

/** Claims the order for one request, with a new attempt and its call; no call if the same request came before. */
async function claim(tx: Tx, order: Order, wish: IssueWish, dueAt: Date, now: Date): Promise<Claimed> {
  const locked = await lockPayableOrder(tx, order.id, now);
  const attempts = await paymentsOf(tx, order.id);
  const same = await sameWish(tx, attempts, wish);
  const standing = locked ?? (await orderById(tx, order.id)) ?? order;
  // An account is being closed once its order is paid another way or is ending.
  const isWaiting = mayBePaid(standing, now) && standing.status !== "paid" && standing.status !== "in_review";
  if (same && isWaiting) return { payment: same };
  if (!locked) throw refusalOf(standing, now);
  const fresh = {
    gateway: "toss",
    method: "VIRTUAL_ACCOUNT",
    keyPair: "api",
    status: "confirming",
    successUrl: `${env().appUrl}/success`,
    failUrl: `${env().appUrl}/fail`,
    openedFrom: wish.openedFrom ?? null,
    number: attempts.length + 1,
  } as const;
  const payment = await openAttempt(tx, locked, fresh, now);
  const call = await writeCall(tx, newIssueCall(locked, payment, wish, dueAt, now));
  await takeStockOnce(tx, locked, wish.openedFrom ?? null);
  await writeOrder(tx, locked.id, { stockTaken: true, askingPaymentId: payment.id });
  return { payment, call };
}

type Claimed = { payment: Payment; call?: Call };

/** The account already requested, or awaiting its deposit, at the same bank for the same customer. */
async function sameWish(tx: Tx, attempts: Payment[], wish: IssueWish): Promise<Payment | undefined> {
  const standing = attempts.findLast(
    (attempt) =>
      attempt.method === "VIRTUAL_ACCOUNT" &&
      (attempt.status === "confirming" || attempt.status === "waiting_for_deposit") &&
      isOfToday(attempt),
  );
  const sent = standing && (await lastCallOf(tx, standing.id, "issue"))?.sent;
  const isSame =
    sent?.kind === "issue" && sent.bank === bankCode(wish) && sent.customerName === wish.customerName;
  return isSame ? standing : undefined;
}

const bankCode = ({ bank }: IssueWish) => findBank(bank)?.code ?? bank;

const newIssueCall = (order: Order, payment: Payment, wish: IssueWish, dueAt: Date, askedAt: Date) =>
  newCall(
    payment,
    {
      kind: "issue",
      orderId: payment.gatewayOrderId,
      orderName: order.name,
      amount: payment.amount,
      taxFree: payment.taxFree,
      bank: bankCode(wish),
      customerName: wish.customerName,
      customerEmail: order.customerEmail,
      dueAt: dueAt.toISOString(),
      cashReceipt: wish.cashReceipt,
    },
    { askedAt, nextAt: later(askedAt, firstLookAfterMs) },
  );
