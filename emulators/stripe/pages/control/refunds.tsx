/** @jsxImportSource hono/jsx */
import { Act } from "../../../kit/panel/act";
import { RefundForm } from "../../../kit/panel/refund-form";
import { type Language, shortTime } from "../../../kit/text";
import type { Refund } from "../../entities/refund";
import { controlWords } from "../control-words";
import { money } from "../money";

const reasons = ["requested_by_customer", "duplicate", "fraudulent"] as const;

/** Refunds, and the buttons that decide pending ones. */
export function Refunds({ refunds, language }: { refunds: Refund[]; language: Language }) {
  const text = controlWords[language];
  if (refunds.length === 0) return null;
  return (
    <ul class="cards" aria-label={text.refunds}>
      {refunds.map(({ id, amount, currency, status, createdAt }) => (
        <li key={id}>
          <p class="headline">
            −{money(amount, currency, language)}
            <span class={`state ${status}`}>{text.refundStates[status]}</span>
            <small>
              <code>{id}</code> · {shortTime(createdAt)}
            </small>
          </p>
          {status !== "failed" && (
            <div class="row">
              {status === "pending" && (
                <Act kind="refunds" id={id} action="succeed" label={text.succeedRefund} />
              )}
              <Act kind="refunds" id={id} action="fail" label={text.failRefund} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Refunds a payment the way the shop's staff would in the gateway's dashboard. */
export function NewRefund({ intentId, language }: { intentId: string; language: Language }) {
  const text = controlWords[language];
  return (
    <RefundForm paymentId={intentId} action="refund" words={text}>
      <label class="field">
        {text.refundReason}
        <select name="reason">
          <option value="">{text.noReason}</option>
          {reasons.map((reason) => (
            <option key={reason} value={reason}>
              {text.reasons[reason]}
            </option>
          ))}
        </select>
      </label>
    </RefundForm>
  );
}
