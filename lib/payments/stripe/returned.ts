import { orderById } from "@/db/orders";
import { db } from "@/db/store";
import { now } from "../../clock";
import { markUnanswered } from "../checkout/mark-unanswered";
import { returnWaitMs, unknownOrder, type WayOn, wayOnOf } from "../checkout/way-on";
import { isOpenSurface } from "../engine/close";
import { currentPayment } from "../engine/wait";
import { stripePayment, verify } from "./verify";

/** The shopper returns from Stripe's page, or from their bank's. Only Stripe can say whether they paid. */
export async function returnFromStripe(named: Parameters<typeof stripePayment>[0]): Promise<WayOn> {
  const attempt = await stripePayment(named);
  const order = attempt && (await orderById(db, attempt.orderId));
  if (!attempt || !order) return unknownOrder();
  // Reloading a receipt sends no request to Stripe.
  if (isOpenSurface(attempt) || attempt.status === "confirming") {
    const { payment, told } = await verify(attempt, returnWaitMs);
    if (!told && isOpenSurface(payment)) await markUnanswered(payment, now());
  }
  const sessionId = "session_id" in named ? named.session_id : "";
  const payment = await currentPayment(attempt.id);
  const successUrl = payment.successUrl.replaceAll("{CHECKOUT_SESSION_ID}", sessionId);
  return wayOnOf(payment, { sessionId, successUrl });
}
