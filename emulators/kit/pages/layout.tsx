/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import type { Language } from "../text";
import { testWords } from "./words";

export type PageFrame = {
  language: Language;
  title: string;
  /** The origin of the shop's page that frames or opened this one. */
  shop?: string | null;
  /** This page's browser script, by its asset name. */
  script?: string;
  /** Style sheets beyond the common one, by their asset names. */
  sheets?: readonly string[];
  children: Child;
};

export function Page({ language, title, shop, script, sheets = [], children }: PageFrame) {
  return (
    <html lang={language} data-shop={shop ?? ""}>
      {/* biome-ignore lint/style/noHeadElement: these pages are not Next's. */}
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        {["style", ...sheets].map((sheet) => (
          <link key={sheet} rel="stylesheet" href={`/assets/${sheet}.css`} />
        ))}
        {script && <script type="module" src={`/assets/${script}.js`} />}
      </head>
      <body>{children}</body>
    </html>
  );
}

export function TestBanner({ language }: { language: Language }) {
  const { test, testNote } = testWords[language];
  return (
    <aside class="banner" aria-label={test}>
      <strong>{test}</strong> <span>{testNote}</span>
    </aside>
  );
}
