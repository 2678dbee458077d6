/** @jsxImportSource hono/jsx */
import { seoulDateTime } from "../../../kit/text";
import { turns } from "../../panel/actions";
import { controlWords } from "../controlWords";
import type { Shown } from "./page";

export function ClockPart({ language, now }: Shown) {
  const text = controlWords[language];
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
        <button type="submit" name="turn" value="reset">
          {text.reset}
        </button>
      </form>
      <small>{text.clockHelp}</small>
    </section>
  );
}
