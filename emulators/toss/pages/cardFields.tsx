/** @jsxImportSource hono/jsx */
import type { Language } from "../errors";
import { installmentPlans } from "../methods/card";
import { cardCompanies } from "../methods/companies";
import { words } from "./words";

export function CompanyChoice({ language }: { language: Language }) {
  return (
    <fieldset class="companies">
      <legend>{words[language].company}</legend>
      {cardCompanies.map((company) => (
        <label key={company.code}>
          <input type="radio" name="company" value={company.code} required />
          <span>{company[language]}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function InstallmentChoice({ language }: { language: Language }) {
  const { installments } = words[language];
  return (
    <label class="field">
      {installments}
      <select name="installmentMonths">
        {installmentPlans.map((months) => (
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
