/** @jsxImportSource hono/jsx */
import { Act } from "../../../kit/panel/act";
import { type Language, shortTime } from "../../../kit/text";
import type { Dispute } from "../../entities/dispute";
import { controlWords } from "../control-words";
import { money } from "../money";

/** Disputes of a payment, and the buttons that decide them. */
export function Disputes({ disputes, language }: { disputes: Dispute[]; language: Language }) {
  const text = controlWords[language];
  if (disputes.length === 0) return null;
  return (
    <ul class="cards" aria-label={text.disputes}>
      {disputes.map(({ id, amount, currency, status, createdAt, dueAt }) => (
        <li key={id}>
          <p class="headline">
            {money(amount, currency, language)}
            <span class={`state ${status}`}>{text.disputeStates[status]}</span>
            <small>
              <code>{id}</code> · {shortTime(createdAt)}
            </small>
          </p>
          {dueAt !== null && (
            <div class="row">
              <Act kind="disputes" id={id} action="win" label={text.winDispute} />
              {status === "needs_response" ? (
                <Act kind="disputes" id={id} action="lose" label={text.loseDispute} />
              ) : (
                <Act kind="disputes" id={id} action="escalate" label={text.escalateDispute} />
              )}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Plays the cardholder disputing the payment. */
export function DisputeButtons({ intentId, language }: { intentId: string; language: Language }) {
  const text = controlWords[language];
  return (
    <div class="row">
      <Act kind="payments" id={intentId} action="dispute" label={text.dispute} />
      <Act kind="payments" id={intentId} action="inquire" label={text.inquire} />
    </div>
  );
}
