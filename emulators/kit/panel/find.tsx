/** @jsxImportSource hono/jsx */
import type { Language } from "../text";
import { panelWords } from "./words";

/** Filters payments and webhooks to one order; empty shows all. */
export function FindOrder({ language, order }: { language: Language; order: string }) {
  const text = panelWords[language];
  return (
    <form method="get" action="/control" class="find">
      <input name="order" value={order} placeholder={text.orderId} aria-label={text.orderId} />
      <button type="submit">{text.find}</button>
      <a href="/control">{order ? text.all : text.refresh}</a>
    </form>
  );
}
