/** @jsxImportSource hono/jsx */
import { RefundForm } from "../../../kit/panel/refund-form";
import type { Language } from "../../errors";
import type { Payment } from "../../payment";
import { BankOptions } from "../bank-options";
import { controlWords } from "../control-words";

/** Refunds a payment the way the shop's staff would in the gateway's console. */
export function Refund({ payment, language }: { payment: Payment; language: Language }) {
  const text = controlWords[language];
  return (
    <RefundForm paymentId={payment.id} action="cancel" words={text}>
      <label class="field">
        {text.refundReason}
        <input name="reason" value={text.refundReasonUsual} required maxlength={200} />
      </label>
      {payment.account && <RefundAccount language={language} />}
    </RefundForm>
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
