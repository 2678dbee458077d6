/** @jsxImportSource hono/jsx */
import type { Language } from "../../errors";
import { controlWords } from "../controlWords";

const places = { home: "/", control: "/control" } as const;

export function Nav({ language, here }: { language: Language; here: keyof typeof places }) {
  const text = controlWords[language];
  return (
    <nav aria-label={text.title}>
      <strong>{text.title}</strong>
      {(["home", "control"] as const).map((place) => (
        <a key={place} href={places[place]} {...(place === here && { "aria-current": "page" })}>
          {text[place]}
        </a>
      ))}
    </nav>
  );
}
