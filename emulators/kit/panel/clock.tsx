/** @jsxImportSource hono/jsx */
import { type Language, seoulDateTime } from "../text";
import { turns } from "./actions";
import { panelWords } from "./words";

export function ClockPart({ language, now }: { language: Language; now: number }) {
  const text = panelWords[language];
  return (
    <section id="clock" aria-labelledby="clock-name">
      <h2 id="clock-name">{text.clock}</h2>
      <p class="time">
        <time datetime={new Date(now).toISOString()}>{seoulDateTime(now).replace("T", " ")}</time>
      </p>
      <form method="post" action="/control/clock" class="row">
        {(Object.keys(turns) as (keyof typeof turns)[]).map((turn) => (
          <button key={turn} type="submit" name="turn" value={turn}>
            {text.turns[turn]}
          </button>
        ))}
        <button type="submit" name="turn" value="night">
          {text.night}
        </button>
        <button type="submit" name="turn" value="reset">
          {text.reset}
        </button>
      </form>
      <small>{text.clockHelp}</small>
    </section>
  );
}
