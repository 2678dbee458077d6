/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";

/** Refunds a payment the way the shop's staff would at the gateway. */
export function RefundForm({
  paymentId,
  action,
  words,
  children,
}: {
  paymentId: string;
  action: string;
  words: { refund: string; refundAmount: string; refundDo: string };
  /** The fields beside the amount. */
  children: Child;
}) {
  return (
    <details>
      <summary>{words.refund}</summary>
      <form method="post" action={`/control/payments/${paymentId}/${action}`} class="fields">
        <label class="field">
          {words.refundAmount}
          <input name="amount" inputmode="numeric" pattern="[0-9]+" />
        </label>
        {children}
        <button type="submit">{words.refundDo}</button>
      </form>
    </details>
  );
}
