/** @jsxImportSource hono/jsx */
import type { Language } from "../errors";
import { isInterestFree } from "../methods/card";
import { type CardCompany, cardCompanies, findCardCompany } from "../methods/companies";
import type { FreePlan } from "../methods/wishes";
import { installmentPlans } from "../rules";
import { words } from "./words";

const shownAtOnce = 9;

export function CompanyChoice({ language }: { language: Language }) {
  const { company, otherCompanies } = words[language];
  return (
    <fieldset class="companies">
      <legend>{company}</legend>
      <Companies companies={cardCompanies.slice(0, shownAtOnce)} language={language} />
      <details>
        <summary>{otherCompanies}</summary>
        <Companies companies={cardCompanies.slice(shownAtOnce)} language={language} />
      </details>
    </fieldset>
  );
}

function Companies({ companies, language }: { companies: readonly CardCompany[]; language: Language }) {
  return (
    <div class="tiles">
      {companies.map((company) => (
        <label key={company.code} class="tile">
          <input type="radio" name="company" value={company.code} required />
          <span>{company[language]}</span>
        </label>
      ))}
    </div>
  );
}

type Installments = {
  language: Language;
  plans?: readonly number[];
  /** The installments whose interest the shop pays. */
  free?: readonly FreePlan[] | null | undefined;
  /** The card company, if the shop's page chose it. */
  company?: string | null | undefined;
};

export function InstallmentChoice({ language, plans = installmentPlans, free, company }: Installments) {
  const { installments } = words[language];
  return (
    <label class="field">
      {installments}
      <select name="installmentMonths">
        {plans.map((months) => (
          <option key={months} value={months}>
            {installmentText(months, language)}
            {freeText(months, { language, free, company })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Marks installments without interest, with the companies whose cards have them unless one is chosen already. */
function freeText(months: number, { language, free, company }: Installments): string {
  const { interestFree } = words[language];
  const has = ({ code }: CardCompany) => isInterestFree(free, code, months);
  if (company) {
    const chosen = findCardCompany(company);
    return chosen && has(chosen) ? ` · ${interestFree}` : "";
  }
  const names = cardCompanies.filter(has).map((one) => one[language]);
  return names.length > 0 ? ` · ${interestFree}: ${names.join(", ")}` : "";
}

export function installmentText(months: number, language: Language): string {
  return months === 0 ? words[language].lumpSum : words[language].months(months);
}
