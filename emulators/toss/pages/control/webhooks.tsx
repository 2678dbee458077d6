/** @jsxImportSource hono/jsx */
import type { Delivery } from "../../../kit/delivery";
import { controlWords } from "../controlWords";
import { words } from "../words";
import { type Shown, shortTime } from "./page";

export function WebhooksPart({ language, deliveries, targets }: Shown) {
  const text = controlWords[language];
  return (
    <section id="webhooks" aria-labelledby="webhooks-name">
      <h2 id="webhooks-name">{text.webhooks}</h2>
      <p>
        <small>
          {text.targets}: {targets.length === 0 ? text.noTargets : <code>{targets.join(", ")}</code>}
        </small>
      </p>
      {deliveries.length === 0 && <p class="empty">{text.noWebhooks}</p>}
      <ul class="cards">
        {deliveries.map((delivery) => (
          <DeliveryCard key={delivery.id} delivery={delivery} language={language} />
        ))}
      </ul>
    </section>
  );
}

function DeliveryCard({ delivery, language }: { delivery: Delivery; language: Shown["language"] }) {
  const text = controlWords[language];
  const { id, eventType, orderId, attempts, state, lastStatus, nextAt } = delivery;
  return (
    <li class="delivery">
      <p>
        <strong>{toldState(delivery, language)}</strong> <code>{eventType}</code>
        <small>
          <code>{orderId}</code>
        </small>
      </p>
      <p>
        <span class={`state ${state}`}>{text.deliveries[state]}</span>
        <small>
          {text.attempts} {attempts}
          {lastStatus !== null && ` · HTTP ${lastStatus}`}
          {state === "pending" && nextAt !== null && ` · ${text.next(shortTime(nextAt))}`}
        </small>
      </p>
      <form method="post" action={`/control/webhooks/${id}/redeliver`}>
        <button type="submit">{text.redeliver}</button>
      </form>
    </li>
  );
}

/** The state that the event tells: inside `data`, or flat when it is about a deposit. */
function toldState({ body }: Delivery, language: Shown["language"]): string {
  const { data, status } = body as { data?: { status?: string }; status?: string };
  const told = data?.status ?? status ?? "";
  const names: Record<string, string> = words[language].statuses;
  return names[told] ?? told;
}
