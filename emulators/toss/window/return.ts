import { describeError, type ErrorCode, type Language } from "../errors";
import { pairByMerchant } from "../keys";
import type { Payment } from "../payment";

/** How the payment window ended for the buyer. */
export type Ending = { is: "authenticated" } | { is: "canceled" } | { is: "failed"; code: FailureCode };

type FailureCode = ErrorCode | "PAY_PROCESS_ABORTED";

const ownMessages = {
  PAY_PROCESS_CANCELED: { ko: "구매자가 결제를 취소했습니다.", en: "The buyer canceled the payment." },
  PAY_PROCESS_ABORTED: { ko: "결제가 중단되었습니다.", en: "The payment was stopped." },
};

/** What the shop receives when `requestPayment` rejects; null if the buyer authenticated. */
export function describeEnding(ending: Ending, language: Language): { code: string; message: string } | null {
  if (ending.is === "authenticated") return null;
  const code = ending.is === "canceled" ? "PAY_PROCESS_CANCELED" : ending.code;
  if (code === "PAY_PROCESS_CANCELED" || code === "PAY_PROCESS_ABORTED") {
    return { code, message: ownMessages[code][language] };
  }
  return describeError(code, language);
}

/** Where the browser goes: the shop's URL with the outcome appended to its query. */
export function returnUrl(payment: Payment, ending: Ending, language: Language): string | null {
  const failure = describeEnding(ending, language);
  const { successUrl, failUrl } = payment.window;
  if (!failure) return successUrl && append(successUrl, successQuery(payment));
  const orderId: Record<string, string> = ending.is === "canceled" ? {} : { orderId: payment.orderId };
  return failUrl && append(failUrl, { ...failure, ...orderId });
}

export function successQuery(payment: Payment): Record<string, string> {
  const paymentType: Record<string, string> =
    pairByMerchant(payment.mId)?.family === "widget" ? { paymentType: "NORMAL" } : {};
  return {
    ...paymentType,
    orderId: payment.orderId,
    paymentKey: payment.id,
    amount: String(payment.amount),
  };
}

function append(url: string, query: Record<string, string>): string {
  const [address = "", fragment] = url.split("#", 2);
  const joint = address.includes("?") ? (/[?&]$/.test(address) ? "" : "&") : "?";
  const text = new URLSearchParams(query).toString();
  return address + joint + text + (fragment === undefined ? "" : `#${fragment}`);
}
