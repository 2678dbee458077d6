import { hasNewsOf } from "@/db/inbox";
import { orderByNumber } from "@/db/orders";
import { paymentsOf } from "@/db/payments";
import { refundById } from "@/db/refunds";
import type { Order, Payment, Refund } from "@/db/schema";
import { db } from "@/db/store";
import { countdown, minutes, seconds, sleep } from "../clock";
import { traitsOf } from "../gateways/all-traits";
import { hashBody } from "../http/idempotency";
import { formatMoney } from "../money";
import { captureOrder } from "../payments/capture/capture-by-number";
import { refundOrder } from "../payments/refunds/refund-by-number";
import { Problem } from "../problem";
import { type Finding, fail, pass, warn } from "./finding";

type Patience = { paidMs: number; webhookMs: number; refundMs: number };

/** How long to wait for the payment, its webhook and the refund, in milliseconds. */
const usual: Patience = { paidMs: minutes(10), webhookMs: seconds(60), refundMs: minutes(2) };

/**
 * Follows an order the operator is paying: waits until it is paid, capturing what is only held, checks whether its webhook arrived, refunds it in
 * full and waits until the refund is done. Yields each step as it completes; stops at the first one that fails.
 */
export async function* payAndRefund(number: string, patience = usual): AsyncGenerator<Finding> {
  const order = await orderByNumber(db, number);
  if (!order) return yield fail("pay_no_order", { number });
  const taken = await until(patience.paidMs, async () =>
    (await paymentsOf(db, order.id)).find(({ status }) => status === "paid" || status === "authorized"),
  );
  if (!taken) return yield fail("pay_unpaid", { number, minutes: Math.round(patience.paidMs / minutes(1)) });
  const gateway = traitsOf(taken.gateway).label;
  if (taken.status === "authorized")
    yield pass("pay_held", { number, amount: formatMoney(taken, "en"), gateway });
  const payment = taken.status === "authorized" ? await captured(order, taken, patience) : taken;
  if (!payment) return yield fail("pay_not_captured");
  yield pass("pay_paid", { number, amount: formatMoney(payment, "en"), gateway });

  const came = await until(patience.webhookMs, () => hasNewsOf(db, payment.id));
  yield came ? pass("pay_webhook") : warn("pay_no_webhook", { gateway });

  yield await givenBack(order, payment, patience);
}

/** Captures a payment that the bank only holds. Undefined if that did not work. */
async function captured(order: Order, held: Payment, { refundMs }: Patience): Promise<Payment | undefined> {
  try {
    await captureOrder(order, held, {
      actor: "operator",
      address: "",
      amount: undefined,
      // A second run for the same order captures nothing more.
      keyed: { caller: "operator", operation: "doctor-capture", key: order.id, bodyHash: hashBody(order.id) },
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  return until(refundMs, async () =>
    (await paymentsOf(db, order.id)).find(({ id, status }) => id === held.id && status === "paid"),
  );
}

async function givenBack(order: Order, payment: Payment, { refundMs }: Patience): Promise<Finding> {
  try {
    const { refund: asked } = await refundOrder(order, payment, {
      actor: "operator",
      address: "",
      amount: undefined,
      reason: "doctor",
      // A second run for the same order gets the same refund.
      keyed: { caller: "operator", operation: "doctor", key: order.id, bodyHash: hashBody(order.id) },
    });
    const ended = await until(refundMs, async () => {
      const now = await refundById(db, asked.id);
      return now && isOver(now) ? now : undefined;
    });
    return ended?.state === "done"
      ? pass("pay_refunded")
      : fail("pay_not_refunded", { why: ended?.failureCode ?? asked.state });
  } catch (error) {
    if (error instanceof Problem && error.code === "refund_account_required") return warn("pay_deposit");
    if (error instanceof Problem) return fail("pay_not_refunded", { why: error.code });
    throw error;
  }
}

const isOver = ({ state }: Refund) =>
  state === "done" || state === "failed" || state === "waiting_for_approval";

/** Polls `look` for up to `ms` milliseconds; returns undefined if it finds nothing. */
async function until<T>(ms: number, look: () => Promise<T | undefined | false>): Promise<T | undefined> {
  const left = countdown(ms);
  for (;;) {
    const found = await look();
    if (found) return found;
    if (left() === 0) return undefined;
    await sleep(500);
  }
}
