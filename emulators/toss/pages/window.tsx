/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import { Page, TestBanner } from "../../kit/pages/layout";
import type { WindowEnding } from "../browser/messages";
import type { Language } from "../errors";
import { chooseDue } from "../methods/due";
import { outcomesOf } from "../methods/outcomes";
import type { Wish } from "../methods/wishes";
import type { Payment } from "../payment";
import { Bill } from "./bill";
import { MethodFields } from "./method-fields";
import { windowWords } from "./window-words";
import { words } from "./words";

type WindowOf = {
  payment: Payment;
  language: Language;
};

/** The payment window: what is paid to whom, and the buyer's ways out of it. */
export function WindowPage({
  payment,
  language,
  now,
  wrong,
}: WindowOf & { now: number; wrong: string | null }) {
  const text = words[language];
  const { wish } = payment;
  const onlyByApp = wish.method === "CARD" && wish.appCard;
  return (
    <WindowFrame payment={payment} language={language}>
      <Bill payment={payment} language={language} dueAt={dueOf(wish, now)} />
      {wrong && (
        <p role="alert" class="wrong">
          {windowWords[language].wrong} {wrong}
        </p>
      )}
      <form name="pay" method="post" class="stack">
        <MethodFields wish={wish} amount={payment.amount} language={language} />
        <OutcomeChoice wish={wish} language={language} />
        {!onlyByApp && (
          <button type="submit" class="primary" name="action" value="approve">
            {text.pay}
          </button>
        )}
        {wish.method === "CARD" && (
          <button type="submit" class={onlyByApp ? "primary" : ""} name="action" value="app">
            {windowWords[language].payByApp}
          </button>
        )}
        <div class="pair">
          <button type="submit" name="action" value="cancel" formnovalidate>
            {text.cancel}
          </button>
          <button type="submit" name="action" value="decline" formnovalidate aria-describedby="decline-help">
            {text.decline}
          </button>
        </div>
        <small id="decline-help">{text.declineHelp}</small>
      </form>
    </WindowFrame>
  );
}

/** The outcome, chosen by the tester. */
function OutcomeChoice({ wish, language }: { wish: Wish; language: Language }) {
  const isCard = wish.method === "CARD";
  const text = isCard
    ? { label: words[language].testCard, help: words[language].testCardHelp }
    : { label: windowWords[language].outcome, help: windowWords[language].outcomeHelp };
  return (
    <label class="field outcome">
      {text.label}
      <select name={isCard ? "testCard" : "outcome"} aria-describedby="outcome-help">
        {outcomesOf(wish.method).map((outcome) => (
          <option key={outcome.id} value={outcome.id}>
            {outcome[language]}
          </option>
        ))}
      </select>
      <small id="outcome-help">{text.help}</small>
    </label>
  );
}

/** The window is done: inside the shop's page it reports that to the SDK, which closes it. */
export function EndedPage({ payment, language, ending }: WindowOf & { ending: WindowEnding }) {
  const text = words[language];
  return (
    <WindowFrame payment={payment} language={language}>
      <p id="ending" role="status" data-ending={JSON.stringify(ending)}>
        {text.leaving}
      </p>
      {ending.url && (
        <a class="button" href={ending.url} target="_top">
          {text.back}
        </a>
      )}
    </WindowFrame>
  );
}

/** Nothing can be paid here any more. */
export function OverPage({ payment, language }: WindowOf) {
  const text = words[language];
  const expired = payment.status === "EXPIRED";
  return (
    <WindowFrame payment={payment} language={language}>
      <h2>{expired ? text.expired : text.ended}</h2>
      <p>{expired ? text.expiredHelp : text.endedHelp}</p>
      <form name="pay" method="post" class="stack">
        <button type="submit" class="primary" name="action" value="back">
          {text.back}
        </button>
      </form>
    </WindowFrame>
  );
}

export function NotFoundPage({ language }: { language: Language }) {
  const text = words[language];
  return (
    <Page language={language} title={text.unknown}>
      <main class="window">
        <h1>{text.unknown}</h1>
        <p>{text.unknownHelp}</p>
      </main>
    </Page>
  );
}

export function WindowFrame({ payment, language, children }: WindowOf & { children: Child }) {
  const text = words[language];
  const shop = payment.window.origin;
  const title = `${text.windowTitle} · ${text.shop}`;
  return (
    <Page language={language} title={title} shop={shop} script="window" sheets={["window"]}>
      <TestBanner language={language} />
      <main class="window">
        <header>
          <h1>{text.shop}</h1>
          {shop && <p>{new URL(shop).host}</p>}
        </header>
        {children}
      </main>
    </Page>
  );
}

function dueOf(wish: Wish, now: number): number | null {
  const dueAt = wish.method === "VIRTUAL_ACCOUNT" ? chooseDue(wish, now) : null;
  return typeof dueAt === "number" ? dueAt : null;
}
