import { countEvents, recordEvents } from "@/db/events";
import type { Payment } from "@/db/schema";
import { db, transaction } from "@/db/store";
import { now } from "../../clock";
import { Problem } from "../../problem";
import { confirm } from "../checkout/confirm";
import { returnWaitMs, unknownOrder, type WayOn, wayOnOf, withQuery } from "../checkout/way-on";
import { attemptWithOrder } from "./attempt";

/** The shopper returns from Toss with a payment to authorize. */
export async function returnBySuccess(query: {
  paymentKey: string;
  orderId: string;
  amount: number;
}): Promise<WayOn> {
  const named = await attemptWithOrder(query.orderId);
  if (!named) return unknownOrder();
  const { payment: attempt, order } = named;
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

/** How many returns by the fail URL are recorded per order. */
const toldAtMost = 20;

/**
 * The shopper returns from Toss without a payment. This is only recorded as an event: it proves nothing, and a later
 * success still counts.
 */
export async function returnByFailure(query: { orderId: string; code: string }): Promise<WayOn> {
  const named = await attemptWithOrder(query.orderId);
  if (!named) return unknownOrder();
  const { payment: attempt, order } = named;
  const kind = "returned_by_fail_url";
  if ((await countEvents(db, order.id, kind)) < toldAtMost)
    await transaction((tx) =>
      recordEvents(tx, [
        { orderId: order.id, paymentId: attempt.id, kind, detail: { code: query.code }, at: now() },
      ]),
    );
  return { location: withQuery(attempt.failUrl, { code: query.code, order_number: order.number }) };
}
