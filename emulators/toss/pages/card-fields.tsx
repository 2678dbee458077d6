/** @jsxImportSource hono/jsx */
import type { Language } from "../errors";
import { type CardCompany, cardCompanies } from "../methods/companies";
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

export function InstallmentChoice({
  language,
  plans = installmentPlans,
}: {
  language: Language;
  plans?: readonly number[];
}) {
  const { installments } = words[language];
  return (
    <label class="field">
      {installments}
      <select name="installmentMonths">
        {plans.map((months) => (
          <option key={months} value={months}>
            {installmentText(months, language)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function installmentText(months: number, language: Language): string {
  return months === 0 ? words[language].lumpSum : words[language].months(months);
}
