/** @jsxImportSource hono/jsx */
import { Cards, Headline } from "../../../kit/panel/cards";
import { WrongsOf } from "../../../kit/panel/wrongs";
import { shortTime } from "../../../kit/text";
import { controlWords } from "../control-words";
import { money } from "../money";
import type { Shown, ShownRow } from "./shown";

type Row = ShownRow & Pick<Shown, "language" | "now">;

/** What moved the account's balance, and what is reported wrongly about it. */
export function BalancePart({ language, now, balance }: Shown) {
  const text = controlWords[language];
  return (
    <Cards id="balance" title={text.balance} empty={text.noBalance}>
      {balance.map((shown) => (
        <RowCard key={shown.row.id} {...shown} language={language} now={now} />
      ))}
    </Cards>
  );
}

function RowCard({ row, payout, wrongs, language, now }: Row) {
  const text = controlWords[language];
  const inMoney = (amount: number) => money(amount, row.currency, language);
  const state = payout ? "paid_out" : now < row.availableAt ? "pending" : "available";
  return (
    <li>
      <Headline amount={inMoney(row.amount)} state={state} name={text.rowStates[state]} />
      <p>
        {text.rowTypes[row.type]} · {text.fee(inMoney(row.fee))} · {text.net(inMoney(row.amount - row.fee))} ·{" "}
        {text.availableOn(shortTime(row.availableAt))}
      </p>
      <p>
        <small>
          <code>{row.id}</code> · <code>{row.source}</code>
          {payout && (
            <>
              {" · "}
              <code>{payout.id}</code>
            </>
          )}
        </small>
      </p>
      <WrongsOf language={language} part="balance" target={row.id} wrongs={wrongs} kinds={text.rowWrongs} />
    </li>
  );
}
