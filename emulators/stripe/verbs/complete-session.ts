import type { Intent } from "../entities/intent";
import type { Session } from "../entities/session";
import { tellSession } from "../news/tell";
import type { Stripe } from "../stripe";

/** Completes the payment's session, if it has one: it is paid, or will be. */
export function completeSession(stripe: Stripe, intent: Intent): Session | null {
  const session = openSessionOf(stripe, intent);
  if (!session) return null;
  const method = stripe.paymentMethods.get(intent.paymentMethod ?? "");
  const complete: Session = {
    ...session,
    status: "complete",
    paymentStatus: intent.status === "succeeded" ? "paid" : "unpaid",
    payer: method?.billing ?? null,
    dueAt: null,
  };
  stripe.sessions.save(complete);
  tellSession(stripe, "checkout.session.completed", complete);
  return complete;
}

/** A pending payment has succeeded, or a hold was captured. */
export function markPaid(stripe: Stripe, intent: Intent): Session | null {
  const session = stripe.sessions.get(intent.session ?? "");
  if (session?.status !== "complete") return null;
  const paid: Session = { ...session, paymentStatus: "paid" };
  stripe.sessions.save(paid);
  return paid;
}

function openSessionOf(stripe: Stripe, intent: Intent): Session | null {
  const session = stripe.sessions.get(intent.session ?? "");
  return session?.status === "open" ? session : null;
}

/** Where the browser goes once the page is done. */
export function returnUrlOf(session: Session): string | null {
  const url = session.uiMode === "hosted_page" ? session.successUrl : session.returnUrl;
  return url?.replaceAll("{CHECKOUT_SESSION_ID}", session.id) ?? null;
}
