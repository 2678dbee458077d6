/** @jsxImportSource hono/jsx */
import type { Language } from "../errors";
import { banks } from "../methods/banks";

export function BankOptions({ language }: { language: Language }) {
  return (
    <>
      {banks.map((bank) => (
        <option key={bank.code} value={bank.code}>
          {bank[language]}
        </option>
      ))}
    </>
  );
}
