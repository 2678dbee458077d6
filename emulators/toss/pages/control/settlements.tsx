/** @jsxImportSource hono/jsx */
import { Cards, Headline } from "../../../kit/panel/cards";
import { WrongsOf } from "../../../kit/panel/wrongs";
import type { Language } from "../../errors";
import { feeTotals } from "../../fees";
import { methods } from "../../methods";
import { settlementState } from "../../settlement";
import { controlWords } from "../control-words";
import { money } from "../words";
import type { Shown, ShownSettlement } from "./shown";

/** What the gateway owes for each movement, and what it is made to report wrongly. */
export function SettlementsPart({ language, settlements, now }: Shown) {
  const text = controlWords[language];
  return (
    <Cards id="settlements" title={text.settlements} empty={text.noSettlements}>
      {settlements.map((shown) => (
        <SettlementCard key={shown.row.id} {...shown} language={language} now={now} />
      ))}
    </Cards>
  );
}

function SettlementCard({
  row,
  wrongs,
  language,
  now,
}: ShownSettlement & { language: Language; now: number }) {
  const text = controlWords[language];
  const { fee, vat } = feeTotals(row.fees);
  const state = settlementState(row, now);
  const inMoney = (value: number) => money(value, row.currency, language);
  return (
    <li>
      <Headline amount={inMoney(row.amount)} state={state} name={text.settlementStates[state]} />
      <p>
        {methods[row.method][language]} · {text.feeAndVat(inMoney(fee), inMoney(vat))} ·{" "}
        {text.payOut(inMoney(row.amount - fee))}
      </p>
      <p>
        <small>
          {row.soldDate !== null &&
            row.paidOutDate !== null &&
            `${text.dates(row.soldDate, row.paidOutDate)} · `}
          <code>{row.orderId}</code> · <code>{row.id}</code>
        </small>
      </p>
      <WrongsOf
        language={language}
        part="settlements"
        target={row.id}
        wrongs={wrongs}
        kinds={text.wrongKinds}
      />
    </li>
  );
}
