import type { TossPaymentsPayment } from "@tosspayments/tosspayments-sdk";
import { defaultValidHours } from "@/lib/contracts/methods";
import type { Choice } from "./choices";
import { type Attempt, cardOf, shopperOf, taxFreeOf } from "./prepare";

/**
 * Asks Toss to open its window for what was chosen. To Toss, a wallet is a card window that goes straight to that
 * wallet.
 */
export function requestPayment(
  payment: TossPaymentsPayment,
  choice: Choice,
  attempt: Attempt,
): Promise<void> {
  const request = {
    amount: attempt.amount,
    ...taxFreeOf(attempt),
    orderId: attempt.order_id,
    orderName: attempt.order_name,
    successUrl: attempt.success_url,
    failUrl: attempt.fail_url,
    ...shopperOf(attempt),
  };
  switch (choice) {
    case "CARD":
      return payment.requestPayment({ ...request, method: choice, ...cardOf(attempt) });
    case "TRANSFER":
      return payment.requestPayment({ ...request, method: choice });
    case "MOBILE_PHONE":
      return payment.requestPayment({ ...request, method: choice });
    case "VIRTUAL_ACCOUNT":
      return payment.requestPayment({
        ...request,
        method: choice,
        virtualAccount: { validHours: defaultValidHours },
      });
    default:
      return payment.requestPayment({
        ...request,
        method: "CARD",
        card: { flowMode: "DIRECT", easyPay: choice },
      });
  }
}
