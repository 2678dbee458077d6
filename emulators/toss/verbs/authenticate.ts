import { isRefusal, type Refusal, refuse } from "../errors";
import { choose, methods } from "../methods";
import type { Choice } from "../methods/choices";
import type { Payment } from "../payment";
import { confirmWithinMs } from "../rules";
import type { Toss } from "../toss";
import { findPayment } from "./find";

/**
 * The buyer authenticates with the card company; the shop then has 10 minutes to confirm. A refusal by the card company
 * leaves the payment unchanged.
 */
export function authenticate(toss: Toss, paymentKey: string, choice?: Choice): Payment | Refusal {
  const payment = findPayment(toss, paymentKey);
  if (!payment) return refuse("NOT_FOUND_PAYMENT");
  if (payment.status === "EXPIRED") return refuse("NOT_FOUND_PAYMENT_SESSION");
  if (payment.status !== "READY") return refuse("ALREADY_PROCESSED_PAYMENT");
  const chosen = choice ?? choose(payment.wish, payment.amount, toss.clock.now());
  if (isRefusal(chosen)) return chosen;
  const refused = methods[chosen.method].refusalAtAuthentication(chosen);
  if (refused) return refuse(refused);
  const until = toss.clock.now() + confirmWithinMs;
  const authenticated: Payment = {
    ...payment,
    choice: chosen,
    phone: chosen.method === "MOBILE_PHONE" ? chosen.phone : null,
    status: "IN_PROGRESS",
    sessionUntil: until,
    expiresAt: until,
  };
  toss.payments.save(authenticated);
  toss.sessions.check();
  return authenticated;
}
