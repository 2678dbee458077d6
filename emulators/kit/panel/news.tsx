/** @jsxImportSource hono/jsx */
import type { Language } from "../text";
import type { Outcome } from "./actions";
import { panelWords } from "./words";

/** Shows the result of the last button press. */
export function News({ language, outcome }: { language: Language; outcome: Outcome | null }) {
  const text = panelWords[language];
  if (!outcome) return null;
  if ("said" in outcome) {
    return (
      <p role="status" class="news">
        {text.said[outcome.said]}
      </p>
    );
  }
  const { refused } = outcome;
  const { message, code } =
    typeof refused === "string" ? { message: text[refused], code: undefined } : refused;
  return (
    <p role="status" class="news bad">
      {text.refused}: {message} {code && <code>{code}</code>}
    </p>
  );
}
