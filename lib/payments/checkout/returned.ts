import { countEvents, recordEvents } from "@/db/events";
import { orderById } from "@/db/orders";
import type { Order, Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { now, seconds } from "../../clock";
import { env } from "../../env";
import type { Brought } from "../../orders/access";
import { Problem, type ProblemCode } from "../../problem";
import { isDoor } from "../engine/close";
import { currentPayment } from "../engine/wait";
import { stripePayment, verify } from "../stripe/verify";
import { refusalOfConfirm } from "../view/refusal";
import { attemptByGatewayOrderId, confirm } from "./confirm";
import { noteUntold } from "./untold";

/**
 * Where the browser goes next, the order it may see for an hour because it brought proof, or a payment key that becomes
 * one when the gateway accepts it, and what was refused.
 */
export type WayOn = { location: string; proven?: Order; brought?: Brought; refusal?: Problem };

/** How long a returning browser waits for the gateway before its page takes over, in milliseconds. */
const returnWaitMs = seconds(2);

/** The shopper comes back from Toss with a payment to be authorized. */
export async function returnBySuccess(query: {
  paymentKey: string;
  orderId: string;
  amount: number;
}): Promise<WayOn> {
  const attempt = await attemptByGatewayOrderId(query.orderId);
  const order = attempt && (await orderById(db, attempt.orderId));
  if (!attempt || !order) return unknownOrder();
  let payment: Payment;
  try {
    payment = await confirm(attempt, { ...query, waitMs: returnWaitMs });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const location = withQuery(attempt.failUrl, { code: error.code, order_number: order.number });
    return { location, refusal: error };
  }
  const { paymentKey } = query;
  return wayOnOf(payment, payment.gatewayPaymentKey === paymentKey ? { brought: paymentKey } : {});
}

/**
 * Where a browser goes that brought a payment back. It may see the order for an hour, if the gateway accepts the payment
 * key that it brought, or once it named the page that the gateway opened for this payment alone.
 */
async function wayOnOf(
  payment: Payment,
  { brought, sessionId }: { brought?: string; sessionId?: string },
): Promise<WayOn> {
  const order = await orderById(db, payment.orderId);
  if (!order) return unknownOrder();
  const proven =
    brought !== undefined
      ? { proven: order, brought: { paymentId: payment.id, paymentKey: brought } }
      : sessionId !== undefined && { proven: order };
  const refusal = refusalOfConfirm(order, payment, now());
  const order_number = order.number;
  // An order that is paid is good news to its shopper, whichever attempt paid it.
  if (!refusal || refusal.code === "order_already_paid") {
    const successUrl = payment.successUrl.replaceAll("{CHECKOUT_SESSION_ID}", sessionId ?? "");
    return { location: withQuery(successUrl, { order_number }), ...proven };
  }
  // What only the shop can mend is told as that, whatever the gateway calls it.
  const code =
    refusal.code === "gateway_rejected" ? refusal.code : (refusal.details.gateway_code ?? refusal.code);
  return { location: withQuery(payment.failUrl, { code, order_number }), refusal, ...proven };
}

/** The shopper comes back from Stripe's page, or from their bank's. What became of it only Stripe tells. */
export async function returnFromStripe(named: Parameters<typeof stripePayment>[0]): Promise<WayOn> {
  const attempt = await stripePayment(named);
  const order = attempt && (await orderById(db, attempt.orderId));
  if (!attempt || !order) return unknownOrder();
  // A receipt that is loaded again asks nobody.
  if (isDoor(attempt) || attempt.status === "confirming") {
    const { payment, told } = await verify(attempt, returnWaitMs);
    if (!told && isDoor(payment)) await noteUntold(payment, now());
  }
  const sessionId = "session_id" in named ? named.session_id : "";
  return wayOnOf(await currentPayment(attempt.id), { sessionId });
}

/** How often the story of an order tells of a return by the fail URL. */
const toldAtMost = 20;

/**
 * The shopper comes back from Toss without a payment. Only the story notes it: it proves nothing, and a success that
 * follows still counts.
 */
export async function returnByFailure(query: { orderId: string; code: string }): Promise<WayOn> {
  const attempt = await attemptByGatewayOrderId(query.orderId);
  const order = attempt && (await orderById(db, attempt.orderId));
  if (!attempt || !order) return unknownOrder();
  const kind = "returned_by_fail_url";
  if ((await countEvents(db, order.id, kind)) < toldAtMost)
    await transaction((tx) =>
      recordEvents(tx, [
        { orderId: order.id, paymentId: attempt.id, kind, detail: { code: query.code }, at: now() },
      ]),
    );
  return { location: withQuery(attempt.failUrl, { code: query.code, order_number: order.number }) };
}

/** Nothing of ours is named, so the shop's own page says so. */
export const unknownOrder = (): WayOn => toFailPage("order_not_found");

/** The shop's own words for a return that is not looked into. */
export const toFailPage = (code: ProblemCode): WayOn => ({ location: `${env().appUrl}/fail?code=${code}` });

function withQuery(url: string, parameters: Record<string, string>) {
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return target.href;
}
