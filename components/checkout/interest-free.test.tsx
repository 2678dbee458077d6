import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { FreeInstallments } from "@/lib/contracts/installments";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";
import { InterestFree } from "./interest-free";
import { MethodNote } from "./method-note";

const messages = { ko, en };
const plans: FreeInstallments[] = [
  { company: "41", months: [2, 3, 4] },
  { company: "61", months: [2] },
];

/** The note below the payment methods. */
function note(locale: "ko" | "en", total: number, method: "CARD" | "EASY_PAY" = "CARD", of = plans) {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={messages[locale]} timeZone="Asia/Seoul">
      <MethodNote method={method} total={total} interestFree={<InterestFree plans={of} />} />
    </NextIntlClientProvider>,
  ).replace(/<[^>]+>/g, "");
}

test.each([
  ["ko", "무이자 할부: 신한카드 2·3·4개월 · 현대카드 2개월"],
  ["en", "Interest-free installments: Shinhan card 2, 3, 4 months · Hyundai card 2 months"],
] as const)("in %s, a shopper reads which card has which months", (locale, says) => {
  expect(note(locale, 50_000)).toBe(says);
});

test("only for a card, from the amount that installments start at, and if the shop has plans", () => {
  expect(note("en", 49_999)).toBe("Card installments start at ₩50,000.");
  expect(note("ko", 60_000, "EASY_PAY")).toBe("");
  expect(note("ko", 60_000, "CARD", [])).toBe("");
});
