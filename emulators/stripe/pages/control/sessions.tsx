/** @jsxImportSource hono/jsx */
import { shortTime } from "../../../kit/text";
import type { Session } from "../../entities/session";
import { controlWords } from "../control-words";
import { money } from "../money";
import { Act } from "./act";
import type { Shown } from "./shown";

export function SessionsPart({ language, sessions }: Shown) {
  const text = controlWords[language];
  return (
    <section id="sessions" aria-labelledby="sessions-name">
      <h2 id="sessions-name">{text.sessions}</h2>
      {sessions.length === 0 && <p class="empty">{text.noSessions}</p>}
      <ul class="cards">
        {sessions.map((session) => (
          <SessionCard key={session.id} session={session} language={language} />
        ))}
      </ul>
    </section>
  );
}

function SessionCard({ session, language }: { session: Session; language: Shown["language"] }) {
  const text = controlWords[language];
  const { id, status, amountTotal, currency, lineItems, orderId, createdAt, uiMode } = session;
  return (
    <li>
      <p class="headline">
        <strong>{money(amountTotal, currency, language)}</strong>
        <span class={`state ${status}`}>{text.sessionStates[status]}</span>
      </p>
      <p>
        {lineItems.map(({ name, quantity }) => (quantity > 1 ? `${name} × ${quantity}` : name)).join(", ")}
      </p>
      <p>
        <small>
          {orderId && (
            <>
              <code>{orderId}</code> ·{" "}
            </>
          )}
          <code>{id.slice(0, 20)}…</code> · {shortTime(createdAt)}
        </small>
      </p>
      {status === "open" && (
        <div class="row">
          {uiMode === "hosted_page" && (
            <a class="button" href={`/c/pay/${id}`}>
              {text.open}
            </a>
          )}
          <Act kind="sessions" id={id} action="expire" label={text.expire} />
        </div>
      )}
    </li>
  );
}
