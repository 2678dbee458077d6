import { isRefusal } from "../errors";
import { choose } from "../methods";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { authenticate } from "../verbs/authenticate";
import type { Ending } from "./return";

/** What the buyer pressed decides how the window ends, unless it had ended before. */
export function endWindow(toss: Toss, payment: Payment, form: Record<string, unknown>): Ending {
  if (payment.status !== "READY") return endAgain(payment);
  switch (form.action) {
    case "approve":
      return approve(toss, payment, form);
    case "decline":
      return { is: "failed", code: "PAY_PROCESS_ABORTED" };
    default:
      return { is: "canceled" };
  }
}

/** A second press, or the back button: the shop hears what it heard, or would have heard, before. */
function endAgain({ status }: Payment): Ending {
  const over = status === "EXPIRED" || status === "ABORTED";
  return over ? { is: "failed", code: "PAY_PROCESS_ABORTED" } : { is: "authenticated" };
}

function approve(toss: Toss, payment: Payment, form: Record<string, unknown>): Ending {
  const { wish } = payment;
  if (wish.method !== "CARD") return { is: "failed", code: "PAY_PROCESS_ABORTED" };
  const choice = choose(
    {
      ...wish,
      company: wish.company ?? text(form.company),
      installmentMonths: wish.company ? wish.installmentMonths : Number(form.installmentMonths ?? 0),
      testCard: text(form.testCard),
    },
    payment.amount,
    toss.clock.now(),
  );
  const outcome = isRefusal(choice) ? choice : authenticate(toss, payment.id, choice);
  return isRefusal(outcome) ? { is: "failed", code: outcome.refused } : { is: "authenticated" };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
