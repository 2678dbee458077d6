import { orderByNumber } from "@/db/orders";
import { paymentById, paymentsOf } from "@/db/payments";
import { refundById } from "@/db/refunds";
import type { Order, Payment, Refund } from "@/db/schema";
import { db } from "@/db/store";
import { now } from "../../clock";
import type { GatewayName } from "../../contracts/gateways";
import { type KeyedRequest, madeBefore } from "../../http/idempotency";
import { Problem } from "../../problem";
import { accountInAudit, type RefundAccount } from "../engine/refund-account";
import { assertTakesRefund, needsAccount, type RefundWish } from "../engine/reserve-refund";
import { callerWaitMs, currentPayment } from "../engine/wait";
import { type RefundOfPayment, refundOnce } from "./refund";
import { voidPayment } from "./void";

export type RefundOfOrder = Pick<RefundWish, "taxFree" | "reason"> & {
  /** In minor units of the order's currency; everything that is left if absent. */
  amount: number | undefined;
  /**
   * The account a deposit is refunded to, or `ask_shopper` to ask for it by email. Ignored for other payments.
   */
  account?: RefundAccount | "ask_shopper" | undefined;
  /** Who requests it, such as `key:<id>`, and the IP address it came from. */
  actor: string;
  address: string;
  keyed: KeyedRequest;
  /** Decides under the order's lock whether the refund may be requested; throws if not. */
  judge?: RefundOfPayment["judge"];
};

/** The result for an order: its refund, or none if an uncaptured payment was voided. */
export type Given = { refund: Refund | undefined; payment: Payment; replayed: boolean };

/**
 * Refunds the payment that pays an order, or voids one that a bank only holds. The same key returns the same result.
 * Throws what `paidOrder`, `refundOrder` and `voidPayment` throw.
 */
export async function refundOrVoid(
  number: string,
  gateway: GatewayName,
  wish: RefundOfOrder,
): Promise<Given> {
  const before = await madeBefore(wish.keyed);
  if (before !== undefined) return { ...(await givenBefore(before)), replayed: true };
  const { order, payment } = await payingOrder(number, gateway);
  if (payment.status !== "authorized") return { payment, ...(await refundOrder(order, payment, wish)) };
  return { refund: undefined, ...(await voidOrder(order, payment, wish)) };
}

/** What a key made earlier: a refund, or a voided payment. */
async function givenBefore(id: string): Promise<Omit<Given, "replayed">> {
  const given = await refundById(db, id);
  return { refund: given, payment: await currentPayment(given?.paymentId ?? id) };
}

/**
 * The order with this number and the payment that pays it; if there is none, its authorized or held payment. Throws
 * like `paidOrder`.
 */
async function payingOrder(number: string, gateway: GatewayName) {
  const order = await orderByNumber(db, number);
  const attempts = order && !order.winnerPaymentId ? await paymentsOf(db, order.id) : [];
  const unpaying = attempts.filter((payment) => payment.gateway === gateway);
  const payment =
    unpaying.find(({ status }) => status === "authorized") ??
    unpaying.find(({ status }) => status === "in_review");
  return order && payment ? { order, payment } : paidOrder(number, gateway);
}

/** Voids an authorized payment of an order. Throws `payment_not_captured`, `payment_not_open`, `idempotency_key_reused`. */
export const voidOrder = (
  order: Order,
  { id: paymentId, amount: authorized, currency }: Pick<Payment, "id" | "amount" | "currency">,
  { amount, reason, actor, address, keyed }: Omit<RefundOfOrder, "account" | "judge" | "taxFree">,
) =>
  voidPayment({
    paymentId,
    amount,
    reason,
    requestedBy: actor,
    keyed,
    audit: {
      actor,
      action: "void_asked",
      subject: order.number,
      detail: {
        payment: paymentId,
        amount: authorized,
        currency,
        reason,
        before: { status: "authorized" },
        after: { status: "authorized", closing: true },
      },
      address,
    },
    waitMs: callerWaitMs,
  });

/**
 * The order with this number and its payment, if that went through this gateway. Throws `order_not_found`,
 * `order_not_paid`.
 */
export async function paidOrder(
  number: string,
  gateway: GatewayName,
): Promise<{ order: Order; payment: Payment }> {
  const order = await orderByNumber(db, number);
  if (!order) throw new Problem("order_not_found", "There is no such order.");
  const payment = order.winnerPaymentId ? await paymentById(db, order.winnerPaymentId) : undefined;
  if (payment?.gateway !== gateway)
    throw new Problem(
      "order_not_paid",
      "This order was not paid through this gateway, so there is nothing to refund.",
    );
  return { order, payment };
}

/**
 * Refunds a payment of an order for an API key or for staff. Throws `payment_in_review`, `order_not_paid`,
 * `payment_disputed`, `refund_exceeds_balance`, `refund_window_closed`, `partial_refund_not_possible`,
 * `refund_account_required`, `not_configured`, `idempotency_key_reused`, and what `judge` throws.
 */
export async function refundOrder(
  order: Order,
  payment: Payment,
  { amount, actor, address, account, ...wish }: RefundOfOrder,
): Promise<{ refund: Refund; replayed: boolean }> {
  assertRefundable(payment, amount, account);
  // A card payment is refunded to the card, so the account is not needed and not stored.
  const named = needsAccount(payment) && account !== "ask_shopper" ? account : undefined;
  const detail = {
    payment: payment.id,
    amount: amount ?? null,
    ...(wish.taxFree !== undefined && { tax_free: wish.taxFree }),
    currency: payment.currency,
    reason: wish.reason,
    ...(named && { account: accountInAudit(named) }),
  };
  return refundOnce({
    ...wish,
    account: named,
    ...(amount === undefined ? {} : { amount }),
    paymentId: payment.id,
    requestedBy: actor,
    audit: { actor, action: "refund_asked", subject: order.number, detail, address },
    waitMs: callerWaitMs,
  });
}

function assertRefundable(payment: Payment, amount: number | undefined, account: RefundOfOrder["account"]) {
  if (payment.status === "in_review")
    throw new Problem(
      "payment_in_review",
      "Held money can only be accepted or returned in full. Staff do that at the desk.",
    );
  if (payment.captured === 0)
    throw new Problem("order_not_paid", "This payment took no money, so there is nothing to refund.");
  // Nobody is asked for an account that is of no use.
  assertTakesRefund(payment, amount ?? payment.captured - payment.refunded, now());
  if (needsAccount(payment) && !account)
    throw new Problem(
      "refund_account_required",
      "A deposit is refunded to a bank account. Send `refund_account`.",
      { errors: [{ field: "refund_account", message: "Required to refund a deposit" }] },
    );
}
