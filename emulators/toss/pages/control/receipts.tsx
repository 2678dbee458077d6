/** @jsxImportSource hono/jsx */
import { Act } from "../../../kit/panel/act";
import { Cards, Headline } from "../../../kit/panel/cards";
import { shortTime } from "../../../kit/text";
import { taxOfficeAnswer } from "../../wire/cash-receipts";
import { controlWords } from "../control-words";
import { money } from "../words";
import type { Shown } from "./shown";

/** Cash receipts that shops issued apart from a payment, and their cancellations. */
export function ReceiptsPart({ language, receipts, now }: Pick<Shown, "language" | "receipts" | "now">) {
  const text = controlWords[language];
  return (
    <Cards id="receipts" title={text.receipts} empty={text.noReceipts}>
      {receipts.map(({ receipt, left }) => {
        const { id, amount, canceled, customerIdentityNumber, at, orderId, orderName, type } = receipt;
        const state = taxOfficeAnswer(customerIdentityNumber, at, now);
        return (
          <li key={id}>
            <Headline
              amount={money(amount, "KRW", language)}
              state={state}
              name={text.receiptStates[state]}
            />
            <p>
              {orderName} · {text.receiptTypes[type]}
              {canceled !== null && ` · ${text.receiptCanceled}`}
              {canceled === null && left < amount && ` · ${text.left(money(left, "KRW", language))}`}
            </p>
            <p>
              <small>
                <code>{orderId}</code> · {shortTime(at)}
              </small>
            </p>
            {canceled === null && left > 0 && (
              <div class="row">
                <Act kind="receipts" id={id} action="cancel" label={text.cancelReceipt} />
              </div>
            )}
          </li>
        );
      })}
    </Cards>
  );
}
