/** @jsxImportSource hono/jsx */
import type { Language } from "../errors";
import { cashReceiptTypes } from "../methods/cash-receipt";
import { windowWords } from "./window-words";

const receiptNames = {
  미발행: "None",
  소득공제: "For income tax deduction",
  지출증빙: "For business expenses",
};

export function CashReceiptFields({ language }: { language: Language }) {
  const text = windowWords[language];
  return (
    <div class="cash-receipt stack">
      <label class="field">
        {text.cashReceipt}
        <select name="cashReceiptType">
          {cashReceiptTypes.toReversed().map((type) => (
            <option key={type} value={type}>
              {language === "en" ? receiptNames[type] : type}
            </option>
          ))}
        </select>
      </label>
      <label class="field registration">
        {text.registrationNumber}
        <input name="registrationNumber" inputmode="numeric" maxlength={30} aria-describedby="number-help" />
        <small id="number-help">{text.registrationHelp}</small>
      </label>
    </div>
  );
}
