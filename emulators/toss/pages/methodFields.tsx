/** @jsxImportSource hono/jsx */
import type { Language } from "../errors";
import type { Wish } from "../methods";
import { type Bank, banks, issuingBanks } from "../methods/banks";
import { plansFor } from "../methods/card";
import { carriers } from "../methods/carriers";
import { cashReceiptTypes } from "../methods/cashReceipt";
import { cardCompanies } from "../methods/companies";
import { findWallet } from "../methods/wallets";
import { CompanyChoice, InstallmentChoice } from "./cardFields";
import { windowWords } from "./windowWords";

type Of<Method> = { wish: Extract<Wish, { method: Method }>; language: Language };

const BANKS_SHOWN_AT_ONCE = 12;

/** What the window still has to ask; what the shop's page has settled is not asked again. */
export function MethodFields({ wish, amount, language }: { wish: Wish; amount: number; language: Language }) {
  switch (wish.method) {
    case "CARD":
      return <CardFields wish={wish} amount={amount} language={language} />;
    case "TRANSFER":
      return <TransferFields wish={wish} language={language} />;
    case "MOBILE_PHONE":
      return <MobileFields wish={wish} language={language} />;
    case "EASY_PAY":
      return <WalletFields wish={wish} amount={amount} language={language} />;
    case "VIRTUAL_ACCOUNT":
      return <AccountFields wish={wish} language={language} />;
  }
}

function CardFields({ wish, amount, language }: Of<"CARD"> & { amount: number }) {
  const plans = plansFor(amount, wish.installmentMonthsMax);
  const asksPlan = wish.installmentMonths == null && plans.length > 1;
  return (
    <>
      {!wish.company && <CompanyChoice language={language} />}
      {asksPlan && <InstallmentChoice language={language} plans={plans} />}
    </>
  );
}

function TransferFields({ wish, language }: Of<"TRANSFER">) {
  return (
    <>
      {!wish.bank && <BankChoice among={banks} language={language} />}
      {!wish.cashReceipt && <CashReceiptFields language={language} />}
    </>
  );
}

function MobileFields({ wish, language }: Of<"MOBILE_PHONE">) {
  const text = windowWords[language];
  const offered = carriers.filter(({ code }) => wish.carriers?.includes(code) ?? true);
  return (
    <>
      {!wish.carrier && <Tiles legend={text.carrier} name="carrier" among={offered} language={language} />}
      {!wish.phone && (
        <label class="field">
          {text.phone}
          <input
            name="phone"
            inputmode="numeric"
            autocomplete="tel"
            pattern="[0-9]{8,15}"
            required
            value="01012345678"
            aria-describedby="phone-help"
          />
          <small id="phone-help">{text.phoneHelp}</small>
        </label>
      )}
    </>
  );
}

function WalletFields({ wish, amount, language }: Of<"EASY_PAY"> & { amount: number }) {
  const text = windowWords[language];
  const sources = findWallet(wish.provider)?.sources ?? [];
  const plans = plansFor(amount, wish.installmentMonthsMax);
  return (
    <div class="wallet stack">
      {!wish.source && (
        <fieldset>
          <legend>{text.source}</legend>
          <div class="tiles">
            {sources.map((source, index) => (
              <label key={source} class={`tile from-${source}`}>
                <input type="radio" name="source" value={source} required checked={index === 0} />
                <span>{text.sources[source]}</span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <div class="with-card stack">
        {!wish.company && (
          <label class="field">
            {text.card}
            <select name="company">
              {cardCompanies.map((company) => (
                <option key={company.code} value={company.code}>
                  {company[language]}
                </option>
              ))}
            </select>
          </label>
        )}
        {wish.installmentMonths == null && plans.length > 1 && (
          <InstallmentChoice language={language} plans={plans} />
        )}
      </div>
      <label class="field with-points">
        {text.points}
        <input
          name="points"
          inputmode="numeric"
          pattern="[0-9]*"
          value={String(Math.min(1000, amount))}
          aria-describedby="points-help"
        />
        <small id="points-help">{text.pointsHelp}</small>
      </label>
    </div>
  );
}

function AccountFields({ wish, language }: Of<"VIRTUAL_ACCOUNT">) {
  const text = windowWords[language];
  return (
    <>
      {!wish.bank && <BankChoice among={issuingBanks} language={language} />}
      <label class="field">
        {text.depositor}
        <input
          name="customerName"
          autocomplete="name"
          maxlength={100}
          required
          value={wish.customerName ?? ""}
        />
      </label>
      {!wish.cashReceipt && <CashReceiptFields language={language} />}
      <p class="hint">{text.accountHelp}</p>
    </>
  );
}

function BankChoice({ among, language }: { among: readonly Bank[]; language: Language }) {
  const text = windowWords[language];
  const bank = { name: "bank", language };
  return (
    <div class="stack">
      <Tiles legend={text.bank} among={among.slice(0, BANKS_SHOWN_AT_ONCE)} {...bank} />
      <details>
        <summary>{text.otherBanks}</summary>
        <Tiles legend={text.otherBanks} among={among.slice(BANKS_SHOWN_AT_ONCE)} {...bank} />
      </details>
    </div>
  );
}

interface TilesOf {
  legend: string;
  name: string;
  among: readonly { code: string; ko: string; en: string }[];
  language: Language;
}

function Tiles({ legend, name, among, language }: TilesOf) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div class="tiles">
        {among.map((one) => (
          <label key={one.code} class="tile">
            <input type="radio" name={name} value={one.code} required />
            <span>{one[language]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const receiptNames = {
  미발행: "None",
  소득공제: "For income tax deduction",
  지출증빙: "For business expenses",
};

function CashReceiptFields({ language }: { language: Language }) {
  const text = windowWords[language];
  return (
    <div class="cash-receipt stack">
      <label class="field">
        {text.cashReceipt}
        <select name="cashReceiptType">
          {cashReceiptTypes.toReversed().map((type) => (
            <option key={type} value={type}>
              {language === "en" ? receiptNames[type] : type}
            </option>
          ))}
        </select>
      </label>
      <label class="field registration">
        {text.registrationNumber}
        <input name="registrationNumber" inputmode="numeric" maxlength={30} aria-describedby="number-help" />
        <small id="number-help">{text.registrationHelp}</small>
      </label>
    </div>
  );
}
