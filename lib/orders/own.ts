import { orderById } from "@/db/orders";
import type { Order, Payment } from "@/db/schema";
import { db } from "@/db/store";
import { assertOwnPage } from "../http/http";
import type { AccountProof } from "../payments/engine/refund-account";
import { stripePayment, stripePaymentOf } from "../payments/stripe/verify";
import { attemptOfOrder, attemptWithOrder } from "../payments/toss/attempt";
import { Problem } from "../problem";
import { findOwnOrder, mayAct, type Own, ownershipOf } from "./access";

/** The order, for a caller who may pay for it. Throws `order_not_found`, also for other people's orders. */
export async function ownOrderForWriting(number: string, headers: Headers): Promise<Order> {
  return (await ownForWriting(number, headers)).order;
}

/**
 * The order, for a caller who may choose where its refund goes, and how they proved it. Number and contact are not
 * enough, since staff know both. Throws `order_not_found`, `letter_required`.
 */
export async function ownOrderForAccount(
  number: string,
  headers: Headers,
): Promise<{ order: Order; proof: AccountProof }> {
  const { order, proof } = await ownForWriting(number, headers);
  if (proof !== "browser" && proof !== "letter")
    throw new Problem(
      "letter_required",
      "An order that was looked up does not accept a refund account. Open the link in the email that asks for one, or use the browser that placed the order.",
    );
  return { order, proof };
}

const ownForWriting = async (number: string, headers: Headers) =>
  assertMayWrite(await findOwnOrder(number, headers), headers);

function assertMayWrite(own: Own | undefined, headers: Headers): Own {
  if (!own || !mayAct(own.access)) return notFound();
  if (own.byCookie) assertOwnPage(headers);
  return own;
}

const notFound = (): never => {
  throw new Problem("order_not_found", "There is no such order.");
};

type Named = { order_number: string; payment_key: string } | { orderId: string };

/**
 * The attempt named by a confirm, for a caller who may pay for its order. Throws `order_not_found`, `payment_not_open`.
 */
export async function ownAttempt(named: Named, headers: Headers): Promise<Payment> {
  if ("order_number" in named) {
    const order = await ownOrderForWriting(named.order_number, headers);
    const attempt = await attemptOfOrder(order, named.payment_key);
    if (attempt) return attempt;
    throw new Problem("payment_not_open", "No payment was prepared for this order.");
  }
  const { payment, order } = (await attemptWithOrder(named.orderId)) ?? notFound();
  assertMayWrite(await ownershipOf(order, headers), headers);
  return payment;
}

type NamedByStripe = { order_number: string } | { session_id: string } | { payment_intent_id: string };

/** The Stripe payment a caller names, with its order, which must be theirs. Throws `order_not_found`. */
export async function ownStripePayment(
  named: NamedByStripe,
  headers: Headers,
): Promise<{ order: Order; payment: Payment }> {
  if ("order_number" in named) {
    const order = await ownOrderForWriting(named.order_number, headers);
    return { order, payment: await stripePaymentOf(order) };
  }
  const payment = await stripePayment(
    "session_id" in named ? named : { payment_intent: named.payment_intent_id },
  );
  const order = payment && (await orderById(db, payment.orderId));
  if (!order) throw new Problem("order_not_found", "There is no such order.");
  return { order: await ownOrderForWriting(order.number, headers), payment };
}
