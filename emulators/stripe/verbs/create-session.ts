import { randomText } from "../../kit/text";
import type { LineItem, Session } from "../entities/session";
import { newId, newSessionId } from "../ids";
import type { Stripe } from "../stripe";

type Fresh =
  | "id"
  | "status"
  | "paymentStatus"
  | "lineItems"
  | "clientSecret"
  | "payer"
  | "intent"
  | "createdAt"
  | "dueAt";

export type SessionOrder = Omit<Session, Fresh> & {
  items: Omit<LineItem, "id" | "priceId" | "productId">[];
};

/**
 * Opens a page that asks for a payment. `at` is when its request was read, in milliseconds. The payment itself is
 * created when the shopper presses Pay.
 */
export function createSession(stripe: Stripe, { items, ...order }: SessionOrder, at: number): Session {
  const id = newSessionId();
  const session: Session = {
    ...order,
    id,
    status: "open",
    paymentStatus: "unpaid",
    lineItems: items.map((item) => ({
      ...item,
      id: newId("li"),
      priceId: newId("price"),
      productId: `prod_${randomText(14)}`,
    })),
    clientSecret: order.uiMode === "hosted_page" ? null : `${id}_secret_${randomText(40)}`,
    payer: null,
    intent: null,
    createdAt: at,
    dueAt: order.expiresAt,
  };
  stripe.sessions.save(session);
  return session;
}
