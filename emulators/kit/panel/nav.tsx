/** @jsxImportSource hono/jsx */
import type { Language } from "../text";
import { panelWords } from "./words";

const places = { home: "/", control: "/control" } as const;

export function Nav({
  language,
  title,
  here,
}: {
  language: Language;
  title: string;
  here: keyof typeof places;
}) {
  const text = panelWords[language];
  return (
    <nav aria-label={title}>
      <strong>{title}</strong>
      {(["home", "control"] as const).map((place) => (
        <a key={place} href={places[place]} {...(place === here && { "aria-current": "page" })}>
          {text[place]}
        </a>
      ))}
    </nav>
  );
}
