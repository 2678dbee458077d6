/** @jsxImportSource hono/jsx */

import type { Child } from "hono/jsx";
import { Page, TestBanner } from "../../kit/pages/layout";
import type { Language } from "../../kit/text";
import type { Session } from "../entities/session";
import { testAccounts } from "../methods/test-accounts";
import type { MethodType } from "../methods/types";
import { CardFields } from "./card-fields";
import type { Filled, Wrong } from "./checkout-form";
import { checkoutWords } from "./checkout-words";
import { FieldError } from "./field-error";
import { money } from "./money";
import { Order } from "./order";
import { TestCards } from "./test-cards";

type CheckoutOf = {
  session: Session;
  language: Language;
  /** The payment methods this session offers. */
  offers: readonly MethodType[];
  filled: Filled;
  wrong: Wrong;
  /** Why the last attempt failed. */
  decline: string | null;
};

/** The hosted page: what is bought on one side, how to pay on the other. */
export function CheckoutPage(page: CheckoutOf) {
  const { session, language, offers, filled, wrong, decline } = page;
  const text = checkoutWords[language];
  const title = `${text.title} · ${money(session.amountTotal, session.currency, language)}`;
  return (
    <Page language={language} title={title} sheets={["stripe", "checkout"]} script="checkout">
      <TestBanner language={language} />
      <main class="checkout">
        <h1 class="unseen">{text.title}</h1>
        <Trouble language={language} wrong={wrong} decline={decline} />
        <Order session={session} language={language} />
        <div class="pay">
          <form name="pay" method="post" class="form" novalidate>
            {/* Enter presses the first button. */}
            <button type="submit" hidden />
            <h2>{text.contact}</h2>
            <Text
              name="email"
              label={text.email}
              value={filled.email}
              problem={wrong.email && text.emailProblem}
            />
            <fieldset class="methods">
              <legend>{text.method}</legend>
              {offers.length === 0 && <p>{text.noMethod}</p>}
              {offers.includes("card") && (
                <Method type="card" {...page}>
                  <CardFields language={language} entered={filled} problems={wrong.card ?? {}} />
                  <Text
                    name="cardName"
                    label={text.cardName}
                    value={filled.cardName}
                    sample={text.testBuyer}
                    problem={wrong.cardName && text.nameProblem}
                  />
                  <TestCards language={language} submits />
                </Method>
              )}
              {offers.includes("us_bank_account") && (
                <Method type="us_bank_account" {...page}>
                  <p class="hint">{text.bankHelp}</p>
                  <Text
                    name="holder"
                    label={text.name}
                    value={filled.holder}
                    problem={wrong.holder && text.nameProblem}
                  />
                  <TestAccounts language={language} chosen={filled.account} />
                </Method>
              )}
            </fieldset>
            {offers.length > 0 && (
              <button type="submit" class="primary" name="pay" value="pay">
                {text.pay(money(session.amountTotal, session.currency, language))}
              </button>
            )}
          </form>
        </div>
      </main>
    </Page>
  );
}

function Trouble({ language, wrong, decline }: Pick<CheckoutOf, "language" | "wrong" | "decline">) {
  const text = checkoutWords[language];
  if (decline) {
    return (
      <p role="alert" class="trouble">
        <strong>{text.declined}.</strong> {decline}
      </p>
    );
  }
  return Object.keys(wrong).length > 0 ? (
    <p role="alert" class="trouble">
      {text.checkFields}
    </p>
  ) : null;
}

/** One payment method; if it is the only one, it needs no button to choose it. */
function Method({
  type,
  language,
  offers,
  filled,
  children,
}: CheckoutOf & { type: MethodType; children: Child }) {
  const label = checkoutWords[language].methods[type];
  return (
    <div class="method">
      {offers.length > 1 ? (
        <label class="choice">
          <input type="radio" name="method" value={type} checked={filled.method === type} />
          <span>{label}</span>
        </label>
      ) : (
        <>
          <input type="hidden" name="method" value={type} />
          <p class="choice">{label}</p>
        </>
      )}
      <div class="method-fields">{children}</div>
    </div>
  );
}

const kinds = {
  email: { type: "email", autocomplete: "email", inputmode: "email" },
  cardName: { type: "text", autocomplete: "cc-name" },
  holder: { type: "text", autocomplete: "name" },
} as const;

type TextOf = {
  name: keyof typeof kinds;
  label: string;
  value: string;
  problem: string | false | undefined;
  /** The value a test card fills in if the field is empty. */
  sample?: string;
};

function Text({ name, label, value, problem, sample }: TextOf) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        value={value}
        maxlength={200}
        data-sample={sample}
        aria-describedby={`${name}-error`}
        aria-invalid={problem ? "true" : undefined}
        {...kinds[name]}
      />
      <FieldError id={`${name}-error`} message={problem || null} />
    </div>
  );
}

function TestAccounts({ language, chosen }: { language: Language; chosen: string }) {
  return (
    <label class="field outcome">
      {checkoutWords[language].account}
      <select name="account">
        {testAccounts.map((account) => (
          <option key={account.number} value={account.number} selected={account.number === chosen}>
            {account[language]} ({account.number})
          </option>
        ))}
      </select>
    </label>
  );
}
