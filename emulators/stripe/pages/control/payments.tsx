/** @jsxImportSource hono/jsx */
import { Act } from "../../../kit/panel/act";
import { Cards, Headline } from "../../../kit/panel/cards";
import { shortTime } from "../../../kit/text";
import { brandNames } from "../card-form";
import { describeDecline } from "../card-words";
import { controlWords } from "../control-words";
import { money } from "../money";
import { DisputeButtons, Disputes } from "./disputes";
import { OrderOf } from "./order-of";
import { NewRefund, Refunds } from "./refunds";
import type { Payment, Shown } from "./shown";

type Row = {
  payment: Payment;
  language: Shown["language"];
};

export function PaymentsPart({ language, payments }: Shown) {
  const text = controlWords[language];
  return (
    <Cards id="payments" title={text.payments} empty={text.noPayments}>
      {payments.map((payment) => (
        <PaymentCard key={payment.intent.id} payment={payment} language={language} />
      ))}
    </Cards>
  );
}

function PaymentCard(row: Row) {
  const { payment, language } = row;
  const { intent, charge, entry, refunds, disputes } = payment;
  const text = controlWords[language];
  const { id, amount, currency, status, orderId, createdAt, lastError } = intent;
  const left = charge ? charge.amountCaptured - charge.amountRefunded : 0;
  return (
    <li>
      <Headline amount={money(amount, currency, language)} state={status} name={text.states[status]} />
      <p>
        {describeMethod(row)}
        {charge !== null && charge.amountRefunded > 0 && ` · ${text.left(money(left, currency, language))}`}
        {entry && ` · ${text.fee(money(entry.fee, entry.currency, language))}`}
        {lastError && ` · ${describeDecline(lastError, language)}`}
      </p>
      <p>
        <small>
          <OrderOf orderId={orderId} />
          <code>{id}</code> · {shortTime(createdAt)}
        </small>
      </p>
      <Buttons {...row} />
      <Refunds refunds={refunds} language={language} />
      <Disputes disputes={disputes} language={language} />
      {status === "succeeded" && left > 0 && disputes.length === 0 && (
        <DisputeButtons intentId={id} language={language} />
      )}
      {status === "succeeded" && left > 0 && <NewRefund intentId={id} language={language} />}
    </li>
  );
}

function describeMethod({ payment: { details }, language }: Row): string {
  const text = controlWords[language];
  if (!details) return text.noMethod;
  return details.type === "card"
    ? `${brandNames[details.card.brand]} •••• ${details.card.last4}`
    : `${text.bank} •••• ${details.bank.last4}`;
}

/** Only the actions this payment allows now. */
function Buttons({ payment: { intent }, language }: Row) {
  const text = controlWords[language];
  const { id, status, session } = intent;
  const act = (action: string, label: string) => (
    <Act kind="payments" id={id} action={action} label={label} />
  );
  switch (status) {
    case "processing":
      return (
        <div class="row">
          {act("succeed", text.succeed)}
          {act("fail", text.fail)}
        </div>
      );
    case "requires_action":
      return (
        <div class="row">
          {act("authenticate", text.authenticate)}
          {act("fail-authentication", text.failAuthentication)}
        </div>
      );
    case "requires_capture":
      return (
        <div class="row">
          {act("capture", text.capture)}
          {act("cancel", text.cancel)}
        </div>
      );
    case "requires_payment_method":
    case "requires_confirmation":
      // A session's payment ends with the session.
      return session === null ? <div class="row">{act("cancel", text.cancel)}</div> : null;
    default:
      return null;
  }
}
