/** @jsxImportSource hono/jsx */
import type { Language } from "../text";
import type { Wrong } from "../wrongs";
import { Act } from "./act";
import { panelWords } from "./words";

type About = {
  language: Language;
  /** The part of the page that shows the target. */
  part: "settlements" | "balance" | "payouts";
  target: string;
  wrongs: readonly Wrong<string>[] | undefined;
  /** The ways to be wrong about it, and their labels, most likely first. */
  kinds: Readonly<Record<string, string>>;
};

/** What is reported wrongly about one row or object, and the buttons that change that. */
export function WrongsOf({ language, part, target, wrongs = [], kinds }: About) {
  const text = panelWords[language];
  return (
    <>
      {wrongs.length > 0 && (
        <div class="row">
          {wrongs.map(({ id, kind, by }) => (
            <span key={id} class="state failed">
              {kinds[kind] ?? kind}
              {by !== 0 && ` (${by.toLocaleString(language)})`}
            </span>
          ))}
          <Act kind={part} id={target} action="right" label={text.right} />
        </div>
      )}
      <details>
        <summary>{text.wrong}</summary>
        <form method="post" action={`/control/${part}/${target}/wrong`} class="fields">
          <label class="field">
            {text.wrongKind}
            <select name="kind">
              {Object.entries(kinds).map(([kind, label]) => (
                <option key={kind} value={kind}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            {text.wrongBy}
            <input name="by" inputmode="numeric" pattern="-?[0-9]+" />
          </label>
          <button type="submit">{text.wrongDo}</button>
        </form>
      </details>
    </>
  );
}
