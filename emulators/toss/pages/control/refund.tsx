/** @jsxImportSource hono/jsx */
import type { Language } from "../../errors";
import type { Payment } from "../../payment";
import { BankOptions } from "../bank-options";
import { controlWords } from "../control-words";

/** Refunds a payment the way the shop's staff would in the gateway's console. */
export function Refund({ payment, language }: { payment: Payment; language: Language }) {
  const text = controlWords[language];
  return (
    <details>
      <summary>{text.refund}</summary>
      <form method="post" action={`/control/payments/${payment.id}/cancel`} class="fields">
        <label class="field">
          {text.refundAmount}
          <input name="amount" inputmode="numeric" pattern="[0-9]+" />
        </label>
        <label class="field">
          {text.refundReason}
          <input name="reason" value={text.refundReasonUsual} required maxlength={200} />
        </label>
        {payment.account && <RefundAccount language={language} />}
        <button type="submit">{text.refundDo}</button>
      </form>
    </details>
  );
}

function RefundAccount({ language }: { language: Language }) {
  const text = controlWords[language];
  return (
    <>
      <small>{text.refundHelp}</small>
      <label class="field">
        {text.refundBank}
        <select name="bank">
          <BankOptions language={language} />
        </select>
      </label>
      <label class="field">
        {text.refundNumber}
        <input name="accountNumber" inputmode="numeric" pattern="[0-9]{1,20}" />
      </label>
      <label class="field">
        {text.refundHolder}
        <input name="holderName" maxlength={60} />
      </label>
    </>
  );
}
