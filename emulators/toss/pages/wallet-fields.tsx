/** @jsxImportSource hono/jsx */
import type { Language } from "../errors";
import { plansFor } from "../methods/card";
import { cardCompanies } from "../methods/companies";
import { findWallet } from "../methods/wallets";
import type { Wish } from "../methods/wishes";
import { InstallmentChoice } from "./card-fields";
import { windowWords } from "./window-words";

type WalletOf = {
  wish: Extract<Wish, { method: "EASY_PAY" }>;
  amount: number;
  language: Language;
};

/** What the wallet pays with; the style sheet shows only the fields of the chosen source. */
export function WalletFields({ wish, amount, language }: WalletOf) {
  const text = windowWords[language];
  const sources = findWallet(wish.provider)?.sources ?? [];
  const plans = plansFor(amount, wish.installmentMonthsMax);
  return (
    <div class="wallet stack">
      {!wish.source && (
        <fieldset>
          <legend>{text.source}</legend>
          <div class="tiles">
            {sources.map((source, index) => (
              <label key={source} class={`tile from-${source}`}>
                <input type="radio" name="source" value={source} required checked={index === 0} />
                <span>{text.sources[source]}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <div class="with-card stack">
        {!wish.company && (
          <label class="field">
            {text.card}
            <select name="company">
              {cardCompanies.map((company) => (
                <option key={company.code} value={company.code}>
                  {company[language]}
                </option>
              ))}
            </select>
          </label>
        )}
        {wish.installmentMonths == null && plans.length > 1 && (
          <InstallmentChoice language={language} plans={plans} />
        )}
      </div>
      <label class="field with-points">
        {text.points}
        <input
          name="points"
          inputmode="numeric"
          pattern="[0-9]*"
          value={String(Math.min(1000, amount))}
          aria-describedby="points-help"
        />
        <small id="points-help">{text.pointsHelp}</small>
      </label>
    </div>
  );
}
