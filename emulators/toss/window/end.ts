import { type ErrorCode, isRefusal } from "../errors";
import type { Choice } from "../methods/choices";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { authenticate } from "../verbs/authenticate";
import { readChoice } from "./form";
import type { Ending } from "./return";

/** The buyer has not finished: show the same page again, or the step before or after. */
export type GoingOn = {
  is: "going_on";
  payment: Payment;
  /** The error in what they entered. */
  refused: ErrorCode | null;
};

/** The button pressed decides whether the window continues or ends, unless it has already ended. */
export function press(toss: Toss, payment: Payment, form: Record<string, unknown>): Ending | GoingOn {
  if (payment.status !== "READY") return endAgain(payment);
  switch (form.action) {
    case "approve":
      return mustUseApp(payment) ? handOver(toss, payment, form) : approve(toss, payment, form);
    case "app":
      return handOver(toss, payment, form);
    case "window":
      return { is: "going_on", payment: moveTo(toss, payment, null), refused: null };
    case "back":
      return payment.inApp ? { is: "going_on", payment, refused: null } : { is: "canceled" };
    case "decline":
      return { is: "failed", code: "PAY_PROCESS_ABORTED" };
    default:
      return { is: "canceled" };
  }
}

/** On a second press or the back button, the shop gets the same answer as the first time. */
function endAgain({ status }: Payment): Ending {
  const over = status === "EXPIRED" || status === "ABORTED";
  return over ? { is: "failed", code: "PAY_PROCESS_ABORTED" } : { is: "authenticated" };
}

function mustUseApp({ wish, inApp }: Payment): boolean {
  return wish.method === "CARD" && wish.appCard === true && inApp === null;
}

function approve(toss: Toss, payment: Payment, form: Record<string, unknown>): Ending | GoingOn {
  const choice = payment.inApp ?? readChoice(payment, form, toss.clock.now());
  if (isRefusal(choice)) return { is: "going_on", payment, refused: choice.refused };
  const outcome = authenticate(toss, payment.id, choice);
  return isRefusal(outcome) ? { is: "failed", code: outcome.refused } : { is: "authenticated" };
}

/** The buyer continues in the card company's app, which may bring them back in another browser. */
function handOver(toss: Toss, payment: Payment, form: Record<string, unknown>): GoingOn {
  const choice = readChoice(payment, form, toss.clock.now());
  if (isRefusal(choice)) return { is: "going_on", payment, refused: choice.refused };
  if (choice.method !== "CARD") return { is: "going_on", payment, refused: "NOT_FOUND_METHOD" };
  return { is: "going_on", payment: moveTo(toss, payment, { ...choice, appCard: true }), refused: null };
}

function moveTo(toss: Toss, payment: Payment, inApp: Choice | null): Payment {
  const moved = { ...payment, inApp };
  toss.payments.save(moved);
  return moved;
}
