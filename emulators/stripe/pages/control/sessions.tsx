/** @jsxImportSource hono/jsx */
import { Act } from "../../../kit/panel/act";
import { Cards, Headline } from "../../../kit/panel/cards";
import { shortTime } from "../../../kit/text";
import type { Session } from "../../entities/session";
import { controlWords } from "../control-words";
import { money } from "../money";
import { OrderOf } from "./order-of";
import type { Shown } from "./shown";

export function SessionsPart({ language, sessions }: Shown) {
  const text = controlWords[language];
  return (
    <Cards id="sessions" title={text.sessions} empty={text.noSessions}>
      {sessions.map((session) => (
        <SessionCard key={session.id} session={session} language={language} />
      ))}
    </Cards>
  );
}

function SessionCard({ session, language }: { session: Session; language: Shown["language"] }) {
  const text = controlWords[language];
  const { id, status, amountTotal, currency, lineItems, orderId, createdAt, uiMode } = session;
  return (
    <li>
      <Headline
        amount={money(amountTotal, currency, language)}
        state={status}
        name={text.sessionStates[status]}
      />
      <p>
        {lineItems.map(({ name, quantity }) => (quantity > 1 ? `${name} × ${quantity}` : name)).join(", ")}
      </p>
      <p>
        <small>
          <OrderOf orderId={orderId} />
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
