import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";

export const messages = { ko, en };

/** What somebody reads of it, in a language. Tags are bars. */
export const read = (locale: "ko" | "en", shown: ReactNode) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={messages[locale]} timeZone="Asia/Seoul">
      {shown}
    </NextIntlClientProvider>,
  ).replace(/<[^>]+>/g, "|");

/** A card payment of ₩58,000 as the desk reads it, with the fields that an order's facts show. */
export const paidByCard = (card: object) => ({
  id: "pay_1",
  attempt: 1,
  gateway: "toss",
  method: "CARD",
  status: "paid",
  amount: 58_000,
  captured: 58_000,
  refunded: 0,
  currency: "KRW",
  createdAt: new Date("2026-11-21T09:00:00Z"),
  detail: { card },
});
