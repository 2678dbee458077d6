/** @jsxImportSource hono/jsx */
import type { Language } from "../../kit/text";
import { testCards } from "../methods/test-cards";
import { writtenNumber } from "./card-form";

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
