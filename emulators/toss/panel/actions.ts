import { z } from "zod";
import { type Form, type Outcome, optional, text } from "../../kit/panel/actions";
import { acquisitions, cycles } from "../contract";
import { describeError, isRefusal, type Language, type Refusal, refuse } from "../errors";
import { pairByMerchant } from "../keys";
import type { Payment } from "../payment";
import { businessDaysMax } from "../rules";
import type { Toss } from "../toss";
import { acquire } from "../verbs/acquire";
import { type Cancellation, cancelInConsole } from "../verbs/cancel";
import { setContract } from "../verbs/contract";
import { deposit } from "../verbs/deposit";
import { expireNow } from "../verbs/expire";
import { findPayment } from "../verbs/find";
import { payBackDeposit } from "../verbs/pay-back-deposit";
import { cancelReceipt } from "../verbs/receipts";
import { reverseDeposit } from "../verbs/reverse-deposit";

const Refund = z
  .object({
    amount: optional(z.coerce.number().positive()),
    reason: text.min(1).max(200),
    bank: optional(text),
    accountNumber: optional(text),
    holderName: optional(text),
  })
  .refine(({ accountNumber, holderName }) => !accountNumber === !holderName);

/** Handles a button next to a payment. */
export function actOnPayment(
  toss: Toss,
  paymentKey: string,
  action: string,
  form: Form,
  language: Language,
): Outcome {
  if (action === "until-due") return turnToDue(toss, paymentKey);
  const payment = toss.front.memory.transaction(() => carryOut(toss, paymentKey, action, form));
  return isRefusal(payment) ? { refused: describeError(payment.refused, language) } : { said: "done" };
}

function carryOut(toss: Toss, paymentKey: string, action: string, form: Form): Payment | Refusal {
  switch (action) {
    case "deposit":
      return deposit(toss, paymentKey, { late: form.late === "true" });
    case "reverse-deposit":
      return reverseDeposit(toss, paymentKey);
    case "refund-paid":
      return payBackDeposit(toss, paymentKey, "COMPLETED");
    case "refund-refused":
      return payBackDeposit(toss, paymentKey, "FAILED");
    case "acquire":
      return acquirePayment(toss, paymentKey);
    case "expire":
      return expireNow(toss, paymentKey);
    case "cancel": {
      const asked = Refund.safeParse(form);
      return asked.success
        ? cancelInConsole(toss, paymentKey, cancellation(asked.data))
        : refuse("INVALID_REQUEST");
    }
    default:
      return refuse("NOT_FOUND");
  }
}

/** Has the payment acquired, as the shop itself would. */
function acquirePayment(toss: Toss, paymentKey: string): Payment | Refusal {
  const payment = findPayment(toss, paymentKey);
  const pair = payment && pairByMerchant(payment.mId);
  if (!pair) return refuse("NOT_FOUND_PAYMENT");
  const acquired = acquire(toss, pair, paymentKey);
  return isRefusal(acquired) ? acquired : payment;
}

function cancellation({
  amount,
  reason,
  bank,
  accountNumber,
  holderName,
}: z.output<typeof Refund>): Cancellation {
  const refundAccount = bank && accountNumber && holderName ? { bank, accountNumber, holderName } : undefined;
  return { amount, reason, refundAccount };
}

/** Cancels a cash receipt that was issued apart, as the shop's staff would in the gateway's console. */
export function actOnReceipt(toss: Toss, receiptKey: string, action: string, language: Language): Outcome {
  const receipt = toss.receipts.get(receiptKey);
  if (action !== "cancel" || !receipt) return { refused: "unknown" };
  const canceled = toss.front.memory.transaction(() =>
    cancelReceipt(toss, receipt.mId, receiptKey, undefined),
  );
  return isRefusal(canceled) ? { refused: describeError(canceled.refused, language) } : { said: "done" };
}

const Terms = z.object({
  cycle: z.enum(cycles),
  businessDays: z.coerce.number().int().min(1).max(businessDaysMax),
  acquisition: z.enum(acquisitions),
});

/** A merchant agrees other terms with the gateway. */
export function agree(toss: Toss, mId: string, form: Form): Outcome {
  const terms = Terms.safeParse(form);
  if (!pairByMerchant(mId)) return { refused: "unknown" };
  if (!terms.success) return { refused: "invalid" };
  setContract(toss, mId, terms.data);
  return { said: "done" };
}

/** Turns the clock to the moment a virtual account expires. */
function turnToDue(toss: Toss, paymentKey: string): Outcome {
  const choice = findPayment(toss, paymentKey)?.choice;
  if (choice?.method !== "VIRTUAL_ACCOUNT") return { refused: "unknown" };
  toss.clock.set(choice.dueAt);
  return { said: "turned" };
}
