import type { Mail, Order, Refund } from "@/db/schema";
import type { Facts } from "./facts";

/** tell: send it. wait: not decided yet. skip: no longer true, or another letter says more. */
export type Worth = "tell" | "wait" | "skip";

/** Whether a letter that is due is still worth sending. */
export function shouldSend(mail: Pick<Mail, "kind" | "cause">, facts: Facts, now: Date): Worth {
  const { order, payment, refund, request } = facts;
  // An erased shopper has no address.
  if (order.erasedAt) return "skip";
  switch (mail.kind) {
    case "order_received":
      if (order.status !== "open" || order.expiresAt <= now) return "skip";
      // Until the gateway has answered, do not ask the shopper to pay.
      return order.askingPaymentId ? "wait" : "tell";
    case "virtual_account":
      return payment?.status === "waiting_for_deposit" && !isOver(facts, now) ? "tell" : "skip";
    case "authorized":
      return payment?.status === "authorized" && order.winnerPaymentId === payment.id ? "tell" : "skip";
    case "hold_ended":
      return payment && payment.captured === 0 && !order.winnerPaymentId ? "tell" : "skip";
    case "paid":
      if (order.amount === 0) return order.status === "paid" ? "tell" : "skip";
      return payment && order.winnerPaymentId === payment.id && isAbout(mail, payment) ? "tell" : "skip";
    case "shipped":
      return order.shippedAt ? "tell" : "skip";
    case "deposit_reversed":
      return payment && !order.winnerPaymentId && isAbout(mail, payment) ? "tell" : "skip";
    case "canceled":
      return ended.has(order.status) && !order.winnerPaymentId ? "tell" : "skip";
    case "cancel_declined":
      return request?.state === "declined" ? "tell" : "skip";
    case "refund_account":
      return refund?.state === "waiting_for_account" ? "tell" : "skip";
    case "refunded":
      return refund ? worthOfRefund[refund.state] : "skip";
  }
}

/** An account takes no deposit after its due time, even before we have recorded that. */
function isOver({ payment }: Facts, now: Date) {
  const dueAt = payment?.detail.virtualAccount?.dueAt;
  return dueAt !== undefined && dueAt !== null && new Date(dueAt) <= now;
}

/** Each deposit to an account and each reversal is numbered; a letter about any but the last is outdated. */
const isAbout = ({ cause }: Pick<Mail, "cause">, { reversals }: { reversals: number }) =>
  cause.endsWith(`#${reversals}`);

const ended: ReadonlySet<Order["status"]> = new Set(["expired", "canceled"]);

const worthOfRefund: Record<Refund["state"], Worth> = {
  waiting_for_approval: "wait",
  waiting_for_account: "wait",
  queued: "wait",
  asked: "wait",
  done: "tell",
  failed: "skip",
};
