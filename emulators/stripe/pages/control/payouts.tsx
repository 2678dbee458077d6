/** @jsxImportSource hono/jsx */
import { Cards, Headline } from "../../../kit/panel/cards";
import { WrongsOf } from "../../../kit/panel/wrongs";
import { shortTime } from "../../../kit/text";
import { controlWords } from "../control-words";
import { money } from "../money";
import type { Shown, ShownPayout } from "./shown";

/** What was paid out to the shop's bank. */
export function PayoutsPart({ language, payouts }: Shown) {
  const text = controlWords[language];
  return (
    <Cards id="payouts" title={text.payouts} empty={text.noPayouts}>
      {payouts.map((shown) => (
        <PayoutCard key={shown.payout.id} {...shown} language={language} />
      ))}
    </Cards>
  );
}

function PayoutCard({ payout, wrongs, language }: ShownPayout & Pick<Shown, "language">) {
  const text = controlWords[language];
  const { id, amount, currency, status, arrivalAt, createdAt } = payout;
  return (
    <li>
      <Headline amount={money(amount, currency, language)} state={status} name={text.payoutStates[status]} />
      <p>{text.arrival(new Date(arrivalAt).toISOString().slice(0, 10))}</p>
      <p>
        <small>
          <code>{id}</code> · {shortTime(createdAt)}
        </small>
      </p>
      <WrongsOf language={language} part="payouts" target={id} wrongs={wrongs} kinds={text.payoutWrongs} />
    </li>
  );
}
