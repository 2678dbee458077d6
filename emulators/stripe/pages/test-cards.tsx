/** @jsxImportSource hono/jsx */
import type { Language } from "../../kit/text";
import { type TestCard, testCards } from "../methods/test-cards";
import { writtenNumber } from "./card-form";
import { cardWords } from "./card-words";

/** The cards shown first: those tried most often. */
const first = ["4242424242424242", "4000000000003220", "4000000000000002", "4000000000009995"];

/** Test cards, each one press away. In a form without a script, the press submits the form. */
export function TestCards({ language, submits }: { language: Language; submits: boolean }) {
  const text = cardWords[language];
  const [shown, more] = [testCards.filter(isFirst), testCards.filter((card) => !isFirst(card))];
  return (
    <details class="test-cards" open>
      <summary>
        {text.testCards} <small>{text.testCardsHelp}</small>
      </summary>
      <Cards cards={shown} language={language} submits={submits} />
      <details>
        <summary>{text.moreTestCards}</summary>
        <Cards cards={more} language={language} submits={submits} />
      </details>
    </details>
  );
}

function Cards({
  cards,
  language,
  submits,
}: {
  cards: readonly TestCard[];
  language: Language;
  submits: boolean;
}) {
  return (
    <ul>
      {cards.map((card) => (
        <li key={card.number}>
          <button type={submits ? "submit" : "button"} name="testCard" value={card.number} formnovalidate>
            <span>{card[language]}</span> <code>{writtenNumber(card.number)}</code>
          </button>
        </li>
      ))}
    </ul>
  );
}

function isFirst({ number }: TestCard): boolean {
  return first.includes(number);
}
