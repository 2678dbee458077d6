/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import type { WindowEnding } from "../browser/messages";
import type { Language } from "../errors";
import { plansFor } from "../methods/card";
import { findCardCompany } from "../methods/companies";
import { testCards } from "../methods/testCards";
import type { Payment } from "../payment";
import { CompanyChoice, InstallmentChoice, installmentText } from "./cardFields";
import { Page, TestBanner } from "./layout";
import { money, words } from "./words";

interface WindowOf {
  payment: Payment;
  language: Language;
}

/** The payment window: what is paid to whom, and the buyer's three ways out of it. */
export function WindowPage({ payment, language }: WindowOf) {
  const text = words[language];
  const company = payment.wish.method === "CARD" ? payment.wish.company : null;
  return (
    <WindowFrame payment={payment} language={language}>
      <Bill payment={payment} language={language} />
      <form name="pay" method="post" class="stack">
        {!company && <CompanyChoice language={language} />}
        {!company && plansFor(payment.amount).length > 1 && <InstallmentChoice language={language} />}
        <label class="field">
          {text.testCard}
          <select name="testCard" aria-describedby="test-card-help">
            {testCards.map((card) => (
              <option key={card.id} value={card.id}>
                {card[language]}
              </option>
            ))}
          </select>
          <small id="test-card-help">{text.testCardHelp}</small>
        </label>
        <button type="submit" class="primary" name="action" value="approve">
          {text.pay}
        </button>
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

/** The window has done its work: inside the shop's page it says so to the SDK, which closes it. */
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

function WindowFrame({ payment, language, children }: WindowOf & { children: Child }) {
  const text = words[language];
  const shop = payment.window.origin;
  return (
    <Page language={language} title={`${text.windowTitle} · ${text.shop}`} shop={shop} script="window">
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

function Bill({ payment, language }: WindowOf) {
  const text = words[language];
  const { wish } = payment;
  const company = wish.method === "CARD" ? findCardCompany(wish.company ?? "") : undefined;
  return (
    <>
      <p class="amount">
        <span>{text.amount}</span>
        <strong>{money(payment.amount, payment.currency, language)}</strong>
      </p>
      <dl>
        <dt>{text.order}</dt>
        <dd>{payment.orderName}</dd>
        {company && wish.method === "CARD" && (
          <>
            <dt>{text.payWith}</dt>
            <dd>
              {company[language]} · {installmentText(wish.installmentMonths ?? 0, language)}
            </dd>
          </>
        )}
      </dl>
    </>
  );
}
