/** @jsxImportSource hono/jsx */
import type { Delivery } from "../delivery/types";
import { type Language, shortTime } from "../text";
import { panelWords } from "./words";

type Webhooks = {
  language: Language;
  deliveries: Delivery[];
  targets: string[];
  /** The environment variable that sets the webhook targets. */
  variable: string;
  /** A one-word summary of what the delivery reports. */
  told(delivery: Delivery): string;
};

export function WebhooksPart({ language, deliveries, targets, variable, told }: Webhooks) {
  const text = panelWords[language];
  return (
    <section id="webhooks" aria-labelledby="webhooks-name">
      <h2 id="webhooks-name">{text.webhooks}</h2>
      <p>
        <small>
          {text.targets}:{" "}
          {targets.length === 0 ? text.noTargets(variable) : <code>{targets.join(", ")}</code>}
        </small>
      </p>
      {deliveries.length === 0 && <p class="empty">{text.noWebhooks}</p>}
      <ul class="cards">
        {deliveries.map((delivery) => (
          <DeliveryCard key={delivery.id} delivery={delivery} language={language} told={told(delivery)} />
        ))}
      </ul>
    </section>
  );
}

function DeliveryCard({
  delivery,
  language,
  told,
}: {
  delivery: Delivery;
  language: Language;
  told: string;
}) {
  const text = panelWords[language];
  const { id, eventType, orderId, attempts, state, lastStatus, nextAt } = delivery;
  return (
    <li class="delivery">
      <p>
        <strong>{told}</strong> <code>{eventType}</code>
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
