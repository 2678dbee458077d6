/** @jsxImportSource hono/jsx */
import { Page, TestBanner } from "../../kit/pages/layout";
import type { Language } from "../../kit/text";
import type { Intent } from "../entities/intent";
import { challengeWords } from "./challenge-words";
import { money } from "./money";

type ChallengeOf = {
  language: Language;
  /** The origin of the page that frames this one; null if it is not framed. */
  shop: string | null;
};

/** The bank's page that asks the shopper to authenticate. */
export function ChallengePage({
  intent,
  last4,
  language,
  shop,
}: ChallengeOf & { intent: Intent; last4: string }) {
  const text = challengeWords[language];
  return (
    <Page
      language={language}
      title={text.title}
      shop={shop}
      sheets={["stripe", "checkout"]}
      script="challenge"
    >
      <TestBanner language={language} />
      <main class="window challenge" aria-label={text.title}>
        <header>
          <p>{text.bank}</p>
          <h1>{text.title}</h1>
        </header>
        <p>{text.ask}</p>
        <dl>
          <dt>{text.amount}</dt>
          <dd>{money(intent.amount, intent.currency, language)}</dd>
          <dt>{text.card}</dt>
          <dd>•••• {last4}</dd>
        </dl>
        <form name="challenge" method="post" class="stack">
          <button type="submit" class="primary" name="answer" value="complete">
            {text.complete}
          </button>
          <button type="submit" name="answer" value="fail">
            {text.fail}
          </button>
        </form>
      </main>
    </Page>
  );
}

/** Shown inside the shop's page: tells its script that the bank has its answer, and the script closes it. */
export function AnsweredPage({ language, shop }: ChallengeOf) {
  const text = challengeWords[language];
  return (
    <Page
      language={language}
      title={text.title}
      shop={shop}
      sheets={["stripe", "checkout"]}
      script="challenge"
    >
      <main class="window challenge" aria-label={text.title}>
        <h1 class="unseen">{text.title}</h1>
        <p id="answered" role="status">
          {text.leaving}
        </p>
      </main>
    </Page>
  );
}

export function NoChallengePage({ language, shop }: ChallengeOf) {
  const text = challengeWords[language];
  return (
    <Page language={language} title={text.over} shop={shop} sheets={["stripe", "checkout"]}>
      <main class="window challenge" aria-label={text.title}>
        <h1>{text.over}</h1>
        <p>{text.overHelp}</p>
      </main>
    </Page>
  );
}
