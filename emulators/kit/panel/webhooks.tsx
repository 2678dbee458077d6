/** @jsxImportSource hono/jsx */
import type { Delivery } from "../delivery/types";
import { type Language, shortTime } from "../text";
import { Act } from "./act";
import { Cards } from "./cards";
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
  const sentTo = targets.length === 0 ? text.noTargets(variable) : <code>{targets.join(", ")}</code>;
  return (
    <Cards
      id="webhooks"
      title={text.webhooks}
      empty={text.noWebhooks}
      intro={
        <p>
          <small>
            {text.targets}: {sentTo}
          </small>
        </p>
      }
    >
      {deliveries.map((delivery) => (
        <DeliveryCard key={delivery.id} delivery={delivery} language={language} told={told(delivery)} />
      ))}
    </Cards>
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
      <Act kind="webhooks" id={id} action="redeliver" label={text.redeliver} />
    </li>
  );
}
