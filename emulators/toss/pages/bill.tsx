/** @jsxImportSource hono/jsx */

import type { Language } from "../errors";
import { findBank } from "../methods/banks";
import type { Choice } from "../methods/choices";
import { findCardCompany } from "../methods/companies";
import { findWallet } from "../methods/wallets";
import type { Wish } from "../methods/wishes";
import type { Payment } from "../payment";
import { installmentText } from "./card-fields";
import { windowWords } from "./window-words";
import { money, words } from "./words";

type BillOf = {
  payment: Payment;
  language: Language;
  /** The buyer's choice, once it goes beyond what the shop's page chose. */
  choice?: Choice | null;
  dueAt?: number | null;
};

/** The amount, what it is for, and the payment method as far as it is known. */
export function Bill({ payment, language, choice, dueAt }: BillOf) {
  const text = words[language];
  return (
    <>
      <p class="amount">
        <span>{text.amount}</span>
        <strong>{money(payment.amount, payment.currency, language)}</strong>
      </p>
      <dl>
        <dt>{text.order}</dt>
        <dd>{payment.orderName}</dd>
        <dt>{windowWords[language].payWith}</dt>
        <dd>{describeWay(choice ?? payment.wish, language)}</dd>
        {dueAt != null && (
          <>
            <dt>{windowWords[language].due}</dt>
            <dd>{seoulTime(dueAt, language)}</dd>
          </>
        )}
      </dl>
    </>
  );
}

/** A payment method in a few words: `현대 · 3개월`, `토스페이`, `가상계좌 · 우리`. */
export function describeWay(way: Wish | Choice, language: Language): string {
  const { methods } = windowWords[language];
  switch (way.method) {
    case "CARD": {
      const company = findCardCompany(way.company ?? "");
      if (!company) return methods.CARD;
      const months = way.installmentMonths;
      return months == null
        ? company[language]
        : joined(company[language], installmentText(months, language), freeText(way, language));
    }
    case "EASY_PAY":
      return findWallet(way.provider)?.[language] ?? methods.EASY_PAY;
    case "MOBILE_PHONE":
      return joined(methods.MOBILE_PHONE, way.phone);
    default:
      return joined(methods[way.method], findBank(way.bank ?? "")?.[language]);
  }
}

function freeText(way: Extract<Wish | Choice, { method: "CARD" }>, language: Language): string | null {
  return "interestFree" in way && way.interestFree ? words[language].interestFree : null;
}

function joined(...parts: (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(" · ");
}

function seoulTime(instant: number, language: Language): string {
  return new Intl.DateTimeFormat(language === "ko" ? "ko-KR" : "en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    hourCycle: "h23",
    timeZone: "Asia/Seoul",
  }).format(instant);
}
