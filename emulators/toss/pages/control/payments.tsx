/** @jsxImportSource hono/jsx */
import { Act } from "../../../kit/panel/act";
import { Cards, Headline } from "../../../kit/panel/cards";
import { shortTime } from "../../../kit/text";
import type { Language } from "../../errors";
import { acquireStatus, isByCard, isHeldBack } from "../../methods/acquisition";
import { findBank } from "../../methods/banks";
import { hasExpired } from "../../methods/virtual-account";
import type { Payment } from "../../payment";
import { describeWay } from "../bill";
import { controlWords } from "../control-words";
import { money, words } from "../words";
import { Refund } from "./refund";
import type { Shown } from "./shown";

type Row = {
  payment: Payment;
  language: Language;
  now: number;
};

export function PaymentsPart({ language, payments, now }: Shown) {
  const text = controlWords[language];
  return (
    <Cards id="payments" title={text.payments} empty={text.noPayments}>
      {payments.map((payment) => (
        <PaymentCard key={payment.id} payment={payment} language={language} now={now} />
      ))}
    </Cards>
  );
}

function PaymentCard(row: Row) {
  const { payment, language } = row;
  const { amount, balance, currency, orderName, orderId, requestedAt, status } = payment;
  const inMoney = (value: number) => money(value, currency, language);
  return (
    <li>
      <Headline amount={inMoney(amount)} state={status} name={words[language].statuses[status]} />
      <p>
        {orderName} · {describeWay(payment.choice ?? payment.wish, language)}
        {balance < amount && ` · ${controlWords[language].left(inMoney(balance))}`}
        {isByCard(payment.choice) &&
          payment.approvedAt !== null &&
          ` · ${controlWords[language].acquireStates[acquireStatus(payment, row.now)]}`}
      </p>
      <p>
        <small>
          <code>{orderId}</code> · {shortTime(requestedAt)}
        </small>
      </p>
      <Account {...row} />
      <Buttons {...row} />
    </li>
  );
}

function Account({ payment, language, now }: Row) {
  const text = controlWords[language];
  const { account, choice } = payment;
  if (!account || choice?.method !== "VIRTUAL_ACCOUNT") return null;
  return (
    <dl>
      <dt>{text.account}</dt>
      <dd>
        {findBank(choice.bank)?.[language]} <code>{account.number}</code>
      </dd>
      <dt>{text.due}</dt>
      <dd>
        {shortTime(choice.dueAt)} {hasExpired(payment, now) && <strong>({text.accountExpired})</strong>}
      </dd>
      {account.depositorName && (
        <>
          <dt>{text.depositor}</dt>
          <dd>{account.depositorName}</dd>
        </>
      )}
    </dl>
  );
}

/** Only the actions this payment allows now. */
function Buttons({ payment, language, now }: Row) {
  const text = controlWords[language];
  const { id, status, account } = payment;
  const late = hasExpired(payment, now);
  switch (status) {
    case "READY":
    case "IN_PROGRESS":
      return (
        <div class="row">
          <Act kind="payments" id={id} action="expire" label={text.expire} />
        </div>
      );
    case "WAITING_FOR_DEPOSIT":
      return (
        <div class="row">
          <Act kind="payments" id={id} action="deposit" label={late ? text.lateDeposit : text.deposit}>
            {late && <input type="hidden" name="late" value="true" />}
          </Act>
          {!late && <Act kind="payments" id={id} action="expire" label={text.expire} />}
          {!late && <Act kind="payments" id={id} action="until-due" label={text.untilDue} />}
          <Act kind="payments" id={id} action="cancel" label={text.cancelAccount}>
            <input type="hidden" name="reason" value={text.cancelAccount} />
          </Act>
        </div>
      );
    case "DONE":
    case "PARTIAL_CANCELED":
      return (
        <>
          {account && status === "DONE" && (
            <div class="row">
              <Act kind="payments" id={id} action="reverse-deposit" label={text.reverse} />
            </div>
          )}
          {isHeldBack(payment) && (
            <div class="row">
              <Act kind="payments" id={id} action="acquire" label={text.acquire} />
            </div>
          )}
          {account && status !== "DONE" && <AtBank id={id} language={language} />}
          <Refund payment={payment} language={language} />
        </>
      );
    case "CANCELED":
      return account && payment.approvedAt !== null ? <AtBank id={id} language={language} /> : null;
    default:
      return null;
  }
}

/** Plays the bank's result for a pending refund. */
function AtBank({ id, language }: { id: string; language: Language }) {
  const text = controlWords[language];
  return (
    <div class="row">
      <Act kind="payments" id={id} action="refund-paid" label={text.refundPaid} />
      <Act kind="payments" id={id} action="refund-refused" label={text.refundRefused} />
    </div>
  );
}
