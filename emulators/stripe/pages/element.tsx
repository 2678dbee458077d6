/** @jsxImportSource hono/jsx */
import { Page } from "../../kit/pages/layout";
import { testWords } from "../../kit/pages/words";
import type { Language } from "../../kit/text";
import { CardFields } from "./card-fields";
import { cardWords } from "./card-words";
import { TestCards } from "./test-cards";

/** The Payment Element: the card fields inside the shop's order form. */
export function ElementPage({ language, shop }: { language: Language; shop: string }) {
  return (
    <Page
      language={language}
      title={cardWords[language].form}
      shop={shop}
      sheets={["stripe", "element"]}
      script="element"
    >
      <form name="card" class="element" aria-label={cardWords[language].form} novalidate>
        <p class="tag">{testWords[language].test}</p>
        <CardFields language={language} entered={{ number: "", expiry: "", cvc: "" }} problems={{}} />
        <TestCards language={language} submits={false} />
      </form>
    </Page>
  );
}
