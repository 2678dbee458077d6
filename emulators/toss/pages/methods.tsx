/** @jsxImportSource hono/jsx */

import { Page } from "../../kit/pages/layout";
import { testWords } from "../../kit/pages/words";
import type { Language } from "../errors";
import { depositMax, installmentsFromAmount } from "../rules";
import { BankOptions } from "./bank-options";
import { CompanyChoice, InstallmentChoice } from "./card-fields";
import { type Offer, type OfferGroup, variants } from "./offers";
import { rangeText, widgetWords } from "./widget-words";
import { words } from "./words";

type MethodsOf = {
  language: Language;
  shop: string;
  groups: OfferGroup[];
  variantKey: string;
  amount: number;
};

/** The payment methods inside the shop's order form. */
export function MethodsPage({ language, shop, groups, variantKey, amount }: MethodsOf) {
  const { methods } = words[language];
  const { test } = testWords[language];
  const isOffered = ({ from, to }: Offer) => amount >= from && (to === null || amount <= to);
  return (
    <Page language={language} title={methods} shop={shop} sheets={["widget"]} script="methods">
      <form name="methods" class="widget" aria-label={methods}>
        <fieldset class="methods">
          <legend>
            {methods} <span class="tag">{test}</span>
          </legend>
          {groups.map(({ id, offers }) => (
            <div key={id} class={`method-group ${id}`}>
              {id !== "card" && <p class="group-name">{widgetWords[language].groups[id]}</p>}
              <div class="tiles">
                {offers.map((offer) => (
                  <OfferTile key={offer.code} offer={offer} language={language} offered={isOffered(offer)} />
                ))}
              </div>
              {id === "card" && <CardDetails language={language} amount={amount} />}
              {id === "others" && <OtherDetails language={language} variantKey={variantKey} />}
            </div>
          ))}
        </fieldset>
      </form>
    </Page>
  );
}

function OfferTile({ offer, language, offered }: { offer: Offer; language: Language; offered: boolean }) {
  const { code, method, from, to, refused } = offer;
  const liveOnly = refused === "UNSUPPORTED_TEST_PHASE_PAYMENT_METHOD";
  return (
    <label class={`tile ${code}`}>
      <input
        type="radio"
        name="method"
        value={code}
        data-method={method}
        data-from={from}
        data-to={to ?? ""}
        data-refused={refused ?? ""}
        checked={code === "CARD" && offered}
        disabled={!offered}
      />
      <span>
        {offer[language]}
        {liveOnly && <small>{widgetWords[language].liveOnly}</small>}
        <small class="range">{rangeText(offer, language)}</small>
      </span>
    </label>
  );
}

function CardDetails({ language, amount }: { language: Language; amount: number }) {
  return (
    <div class="details of-CARD">
      <CompanyChoice language={language} />
      <div id="installments" data-from={installmentsFromAmount} hidden={amount < installmentsFromAmount}>
        <InstallmentChoice language={language} />
      </div>
    </div>
  );
}

function OtherDetails({ language, variantKey }: { language: Language; variantKey: string }) {
  const { hints } = widgetWords[language];
  return (
    <>
      <p class="details of-TRANSFER">{hints.TRANSFER}</p>
      <div class="details of-VIRTUAL_ACCOUNT" id="virtual-account" data-deposit-max={depositMax}>
        <p>{hints.VIRTUAL_ACCOUNT}</p>
        {variantKey === variants.refundAccount && <RefundAccount language={language} />}
      </div>
      <p class="details of-MOBILE_PHONE">{hints.MOBILE_PHONE}</p>
    </>
  );
}

function RefundAccount({ language }: { language: Language }) {
  const text = widgetWords[language];
  return (
    <fieldset id="refund-account" class="stack">
      <legend>{text.refundAccount}</legend>
      <label class="field">
        {text.bank}
        <select name="bank">
          <option value="">{text.chooseBank}</option>
          <BankOptions language={language} />
        </select>
      </label>
      <label class="field">
        {text.accountNumber}
        <input name="accountNumber" inputmode="numeric" autocomplete="off" maxlength={20} />
      </label>
      <label class="field">
        {text.holderName}
        <input name="holderName" autocomplete="name" maxlength={60} />
      </label>
    </fieldset>
  );
}
