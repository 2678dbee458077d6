/** @jsxImportSource hono/jsx */
import type { Language } from "../../kit/text";
import { testCards } from "../methods/testCards";
import { writtenNumber } from "./cardForm";

export function TestCardTable({ language }: { language: Language }) {
  return (
    <dl class="numbers">
      {testCards.map((card) => (
        <>
          <dt>
            <code>{writtenNumber(card.number)}</code>
          </dt>
          <dd>{card[language]}</dd>
        </>
      ))}
    </dl>
  );
}
