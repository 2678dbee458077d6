import { randomText } from "../../kit/text";
import { isRefusal, type Refusal, refuse } from "../errors";
import type { KeyPair } from "../keys";
import { choose, methods } from "../methods";
import { publishStatus } from "../news/publish";
import type { Payment } from "../payment";
import type { Toss } from "../toss";
import { newTransactionKey } from "../transaction";
import { type Order, openPayment } from "./open";

/**
 * The shop issues a virtual account without a window: the payment waits for its deposit right away. Widget keys only
 * work for payments the widget began.
 */
export function issue(toss: Toss, pair: KeyPair, order: Order): Payment | Refusal {
  if (pair.family === "widget") return refuse("INVALID_API_KEY");
  const choice = choose(order.wish, order.amount, toss.clock.now());
  if (isRefusal(choice)) return choice;
  const nowhere = { target: "self", successUrl: null, failUrl: null, origin: null } as const;
  const opened = openPayment(toss, pair, order, nowhere);
  if (isRefusal(opened)) return opened;
  const payment: Payment = { ...opened, choice };
  const declined = methods[choice.method].declineAtConfirm(payment, choice, 0);
  return declined ? refuse(declined) : openAccount(toss, payment);
}

/** The bank opens the account. The payment is approved once the deposit arrives. */
export function openAccount(toss: Toss, payment: Payment): Payment {
  const waiting: Payment = {
    ...payment,
    status: "WAITING_FOR_DEPOSIT",
    expiresAt: null,
    lastTransactionKey: newTransactionKey(),
    secret: `ps_${randomText(28)}`,
    account: {
      // A test account's number begins with a letter, so that nobody can pay into it by mistake.
      number: `X${randomText(13, "0123456789")}`,
      depositorName: null,
      refundReceiveAccount:
        payment.choice?.method === "VIRTUAL_ACCOUNT" ? payment.choice.refundReceiveAccount : null,
    },
  };
  toss.payments.save(waiting);
  publishStatus(toss, waiting);
  return waiting;
}
