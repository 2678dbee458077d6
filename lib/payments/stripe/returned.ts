import { orderById } from "@/db/orders";
import { db } from "@/db/store";
import { now } from "../../clock";
import { markUnanswered } from "../checkout/mark-unanswered";
import { returnWaitMs, unknownOrder, type WayOn, wayOnOf } from "../checkout/way-on";
import { isDoor } from "../engine/close";
import { currentPayment } from "../engine/wait";
import { stripePayment, verify } from "./verify";

/** The shopper comes back from Stripe's page, or from their bank's. What became of it only Stripe tells. */
export async function returnFromStripe(named: Parameters<typeof stripePayment>[0]): Promise<WayOn> {
  const attempt = await stripePayment(named);
  const order = attempt && (await orderById(db, attempt.orderId));
  if (!attempt || !order) return unknownOrder();
  // A receipt that is loaded again asks nobody.
  if (isDoor(attempt) || attempt.status === "confirming") {
    const { payment, told } = await verify(attempt, returnWaitMs);
    if (!told && isDoor(payment)) await markUnanswered(payment, now());
  }
  const sessionId = "session_id" in named ? named.session_id : "";
  const payment = await currentPayment(attempt.id);
  const successUrl = payment.successUrl.replaceAll("{CHECKOUT_SESSION_ID}", sessionId);
  return wayOnOf(payment, { sessionId, successUrl });
}
