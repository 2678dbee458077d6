/** @jsxImportSource hono/jsx */
import type { Language } from "../../kit/text";
import type { LineItem, Session } from "../entities/session";
import { checkoutWords } from "./checkout-words";
import { money } from "./money";

/** What is bought, from whom, and the link back. */
export function Order({ session, language }: { session: Session; language: Language }) {
  const text = checkoutWords[language];
  const { amountTotal, currency, lineItems, cancelUrl } = session;
  return (
    <section class="order" aria-labelledby="order-name">
      <div class="order-inside">
        {cancelUrl && (
          <a class="back" href={cancelUrl}>
            <span aria-hidden="true">←</span> {text.back}
          </a>
        )}
        <p class="shop">{shopName(session, language)}</p>
        <h2 id="order-name" class="unseen">
          {text.order}
        </h2>
        <p class="total-large">{money(amountTotal, currency, language)}</p>
        <ul class="items">
          {lineItems.map((item) => (
            <Item key={item.id} item={item} currency={currency} language={language} />
          ))}
        </ul>
        <p class="total">
          <span>{text.total}</span>
          <strong>{money(amountTotal, currency, language)}</strong>
        </p>
      </div>
    </section>
  );
}

function Item({ item, currency, language }: { item: LineItem; currency: string; language: Language }) {
  const text = checkoutWords[language];
  const { name, description, quantity, unitAmount } = item;
  return (
    <li>
      <span class="item-name">
        {name}
        {description && <small>{description}</small>}
        <small>
          {text.quantity(quantity)}
          {quantity > 1 && ` · ${text.each(money(unitAmount, currency, language))}`}
        </small>
      </span>
      <span class="item-money">{money(unitAmount * quantity, currency, language)}</span>
    </li>
  );
}

/** The shop's name, taken from the host in its return URL. */
export function shopName({ successUrl, cancelUrl }: Session, language: Language): string {
  const address = successUrl ?? cancelUrl;
  const { shop } = checkoutWords[language];
  return address && URL.canParse(address) ? `${shop} · ${new URL(address).host}` : shop;
}
