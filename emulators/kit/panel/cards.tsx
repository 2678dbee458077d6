/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";

/** A part of the control page: a heading and a list of cards, or a sentence if there are none. */
export function Cards({
  id,
  title,
  empty,
  intro,
  children,
}: {
  id: string;
  title: string;
  empty: string;
  intro?: Child;
  children: Child[];
}) {
  return (
    <section id={id} aria-labelledby={`${id}-name`}>
      <h2 id={`${id}-name`}>{title}</h2>
      {intro}
      {children.length === 0 && <p class="empty">{empty}</p>}
      <ul class="cards">{children}</ul>
    </section>
  );
}

/** The first line of a card: an amount, and the state as the gateway names it and as a person does. */
export function Headline({ amount, state, name }: { amount: string; state: string; name: string }) {
  return (
    <p class="headline">
      <strong>{amount}</strong>
      <span class={`state ${state}`}>{name}</span>
    </p>
  );
}
