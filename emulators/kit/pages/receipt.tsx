/** @jsxImportSource hono/jsx */
import type { Language } from "../text";
import { Page, TestBanner } from "./layout";

type Receipt = {
  language: Language;
  title: string;
  sheets?: readonly string[];
  /** The amount paid, and what it is called. */
  amount: readonly [name: string, money: string];
  /** Names and values; a row without a value is left out. */
  rows: readonly (readonly [name: string, value: string | null])[];
};

/** The page behind a paid payment's receipt URL. */
export function Receipt({ language, title, sheets, amount: [name, money], rows }: Receipt) {
  return (
    <Page language={language} title={title} {...(sheets && { sheets })}>
      <TestBanner language={language} />
      <main class="window">
        <h1>{title}</h1>
        <p class="amount">
          <span>{name}</span> <strong>{money}</strong>
        </p>
        <dl>
          {rows
            .filter(([, value]) => value)
            .map(([name, value]) => (
              <>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </>
            ))}
        </dl>
      </main>
    </Page>
  );
}
