/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import { Page, TestBanner } from "../pages/layout";
import type { Language } from "../text";
import { Nav } from "./nav";
import { panelWords } from "./words";

type Start = {
  language: Language;
  title: string;
  sheets: readonly string[];
  /** What this program is, and what its control page can do. */
  what: string;
  can: string;
  /** The addresses a shop is pointed at, and what each is for. */
  addresses: readonly (readonly [name: string, url: string])[];
  keys: readonly (readonly [name: string, ...keys: string[]])[];
  /** Where everything else is described, and the words that lead there. */
  more: { href: string; text: string };
  children?: Child;
};

/** The start page: explains what the emulator is, and how to point a shop at it. */
export function StartPage({ language, title, sheets, what, can, addresses, keys, more, children }: Start) {
  const text = panelWords[language];
  return (
    <Page language={language} title={title} sheets={["control", ...sheets]}>
      <TestBanner language={language} />
      <Nav language={language} title={title} here="home" />
      <main class="window wide">
        <h1>{title}</h1>
        <p>{what}</p>
        <p>{can}</p>
        <p>
          <a class="button primary" href="/control">
            {text.open}
          </a>
        </p>
        <h2>{text.point}</h2>
        <dl>
          {addresses.map(([name, url]) => (
            <>
              <dt>{name}</dt>
              <dd>
                <code>{url}</code>
              </dd>
            </>
          ))}
        </dl>
        <h2>{text.keys}</h2>
        <dl>
          {keys.map(([name, ...values]) => (
            <>
              <dt>{name}</dt>
              <dd>
                {values.map((key, index) => (
                  <>
                    {index > 0 && <br />}
                    <code>{key}</code>
                  </>
                ))}
              </dd>
            </>
          ))}
        </dl>
        {children}
        <p>
          <a href={more.href}>{more.text}</a>
        </p>
      </main>
    </Page>
  );
}
