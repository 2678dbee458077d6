/** @jsxImportSource hono/jsx */
import type { Language } from "../errors";
import { INSTALLMENTS_FROM_AMOUNT } from "../methods/limits";
import { CompanyChoice, InstallmentChoice } from "./cardFields";
import { Page } from "./layout";
import { words } from "./words";

/** The payment methods inside the shop's order form. */
export function MethodsPage({
  language,
  shop,
  amount,
}: {
  language: Language;
  shop: string;
  amount: number;
}) {
  const { methods, card, test } = words[language];
  return (
    <Page language={language} title={methods} shop={shop} script="methods">
      <form name="methods" class="widget">
        <fieldset class="method">
          <legend>
            {methods} <span class="tag">{test}</span>
          </legend>
          <label class="choice">
            <input type="radio" name="method" value="CARD" checked />
            {card}
          </label>
          <CompanyChoice language={language} />
          <div
            id="installments"
            data-from={INSTALLMENTS_FROM_AMOUNT}
            hidden={amount < INSTALLMENTS_FROM_AMOUNT}
          >
            <InstallmentChoice language={language} />
          </div>
        </fieldset>
      </form>
    </Page>
  );
}
