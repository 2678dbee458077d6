/** @jsxImportSource hono/jsx */
import { Page, TestBanner } from "../../kit/pages/layout";
import type { Language } from "../../kit/text";
import { checkoutWords } from "./checkout-words";

/** Why nothing can be paid here. */
export type Closed = "expired" | "done" | "unknown" | "notHosted";

export function ClosedPage({
  why,
  language,
  back,
}: {
  why: Closed;
  language: Language;
  back: string | null;
}) {
  const text = checkoutWords[language];
  return (
    <Page language={language} title={text[why]} sheets={["stripe", "checkout"]}>
      <TestBanner language={language} />
      <main class="window closed">
        <h1>{text[why]}</h1>
        <p>{text[`${why}Help`]}</p>
        <a class="button primary" href={back ?? "/"}>
          {back ? text.back : text.home}
        </a>
      </main>
    </Page>
  );
}
