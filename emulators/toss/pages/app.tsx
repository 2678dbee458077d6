/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import { Page, TestBanner } from "../../kit/pages/layout";
import type { Language } from "../errors";
import type { CardChoice } from "../methods/choices";
import { findCardCompany } from "../methods/companies";
import type { Payment } from "../payment";
import { Bill } from "./bill";
import { CodePicture } from "./code-picture";
import { WindowFrame } from "./window";
import { windowWords } from "./window-words";
import { words } from "./words";

type AppOf = {
  payment: Payment;
  language: Language;
};

/** The window waits while the buyer is in the card company's app, on this phone or on another one. */
export function AppStepPage({
  payment,
  choice,
  language,
  onPhone,
}: AppOf & { choice: CardChoice; onPhone: boolean }) {
  const text = windowWords[language];
  const company = companyName(payment, language);
  const app = `/v1/payments/${payment.id}/app`;
  return (
    <WindowFrame payment={payment} language={language}>
      <Bill payment={payment} language={language} choice={choice} />
      <section class="app-step stack" data-status={`/v1/payments/${payment.id}/checkout/status`}>
        <h2>{text.appStep(company)}</h2>
        <p class="hint">{onPhone ? text.comeBack : text.scan}</p>
        {onPhone ? (
          <a class="button primary" href={app} target="_blank" rel="noopener">
            {text.openApp(company)}
          </a>
        ) : (
          <CodePicture text={payment.id} label={text.picture} />
        )}
      </section>
      <form name="pay" method="post" class="stack">
        <button
          type="submit"
          class={onPhone ? "" : "primary"}
          name="action"
          value={onPhone ? "back" : "approve"}
        >
          {onPhone ? text.doneInApp : text.doneOnPhone}
        </button>
        {!onPhone && (
          <a href={app} target="_blank" rel="noopener">
            {text.appAddress}
          </a>
        )}
        <div class="pair">
          <button type="submit" name="action" value="cancel">
            {words[language].cancel}
          </button>
          <button type="submit" name="action" value="window">
            {text.otherWay}
          </button>
        </div>
        {!onPhone && <button type="submit" name="action" value="back" hidden />}
      </form>
    </WindowFrame>
  );
}

/** The card company's app, as a phone shows it. */
export function AppPage({ payment, language }: AppOf) {
  const text = windowWords[language];
  return (
    <AppFrame payment={payment} language={language}>
      <Bill payment={payment} language={language} choice={payment.inApp} />
      <form method="post" class="stack">
        <button type="submit" class="primary" name="action" value="approve">
          {text.authenticate}
        </button>
        <button type="submit" name="action" value="cancel">
          {words[language].cancel}
        </button>
      </form>
    </AppFrame>
  );
}

export function AppDonePage({ payment, language, url }: AppOf & { url: string | null }) {
  const text = windowWords[language];
  return (
    <AppFrame payment={payment} language={language}>
      <h2>{text.authenticated}</h2>
      <p>{url ? text.backOnPhone : text.backToComputer}</p>
      {url && (
        <a class="button primary" href={url}>
          {words[language].back}
        </a>
      )}
    </AppFrame>
  );
}

export function AppRefusedPage({
  payment,
  language,
  message,
  url,
}: AppOf & { message: string; url: string | null }) {
  const text = windowWords[language];
  return (
    <AppFrame payment={payment} language={language}>
      <h2>{text.notAuthenticated}</h2>
      <p role="alert">{message}</p>
      {url && (
        <a class="button primary" href={url}>
          {words[language].back}
        </a>
      )}
      <a class="button" href={`/v1/payments/${payment.id}/checkout`}>
        {text.toWindow}
      </a>
    </AppFrame>
  );
}

function AppFrame({ payment, language, children }: AppOf & { children: Child }) {
  const text = windowWords[language];
  const title = text.app(companyName(payment, language));
  return (
    <Page language={language} title={title} sheets={["window"]}>
      <TestBanner language={language} />
      <main class="window">
        <header>
          <h1>{title}</h1>
          <p>{text.appNote}</p>
        </header>
        {children}
      </main>
    </Page>
  );
}

function companyName({ inApp }: Payment, language: Language): string {
  const company = inApp?.method === "CARD" ? findCardCompany(inApp.company) : undefined;
  return company?.[language] ?? windowWords[language].card;
}
