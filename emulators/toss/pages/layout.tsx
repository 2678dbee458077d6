/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import type { Language } from "../errors";
import { words } from "./words";

export interface PageFrame {
  language: Language;
  title: string;
  /** The origin of the shop's page around or before this one. */
  shop?: string | null;
  /** The browser script of this page, by its name in `browser/`. */
  script?: string;
  /** A style sheet of this page's own, by its name in `pages/`. */
  sheet?: string;
  children: Child;
}

export function Page({ language, title, shop, script, sheet, children }: PageFrame) {
  return (
    <html lang={language} data-shop={shop ?? ""}>
      {/* biome-ignore lint/style/noHeadElement: these pages are not Next's. */}
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/v2/pages/style.css" />
        {sheet && <link rel="stylesheet" href={`/v2/pages/${sheet}.css`} />}
        {script && <script type="module" src={`/v2/pages/${script}.js`} />}
      </head>
      <body>{children}</body>
    </html>
  );
}

export function TestBanner({ language }: { language: Language }) {
  const { test, testNote } = words[language];
  return (
    <aside class="banner" aria-label={test}>
      <strong>{test}</strong> <span>{testNote}</span>
    </aside>
  );
}
