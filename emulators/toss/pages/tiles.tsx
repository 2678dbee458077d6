/** @jsxImportSource hono/jsx */
import type { Language } from "../errors";
import type { Bank } from "../methods/banks";
import { windowWords } from "./window-words";

type TilesOf = {
  legend: string;
  name: string;
  among: readonly { code: string; ko: string; en: string }[];
  language: Language;
};

const banksShownAtOnce = 12;

export function BankChoice({ among, language }: { among: readonly Bank[]; language: Language }) {
  const text = windowWords[language];
  const bank = { name: "bank", language };
  return (
    <div class="stack">
      <Tiles legend={text.bank} among={among.slice(0, banksShownAtOnce)} {...bank} />
      <details>
        <summary>{text.otherBanks}</summary>
        <Tiles legend={text.otherBanks} among={among.slice(banksShownAtOnce)} {...bank} />
      </details>
    </div>
  );
}

/** A single choice among many, each a button to tap. */
export function Tiles({ legend, name, among, language }: TilesOf) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div class="tiles">
        {among.map((one) => (
          <label key={one.code} class="tile">
            <input type="radio" name={name} value={one.code} required />
            <span>{one[language]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
