import { countEvents, recordEvents } from "@/db/events";
import { orderById } from "@/db/orders";
import type { Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { now } from "../../clock";
import { Problem } from "../../problem";
import { confirm } from "../checkout/confirm";
import { returnWaitMs, unknownOrder, type WayOn, wayOnOf, withQuery } from "../checkout/way-on";
import { attemptByGatewayOrderId } from "./attempt";

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
