import { createFormatter, createTranslator } from "next-intl";
import { moment } from "@/components/order/moment";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";
import { formatMoney, type Locale } from "../money";

const messages = { ko, en };

export type Words = ReturnType<typeof makeWords>;

const made: Partial<Record<Locale, Words>> = {};

/** The words of one language, and how amounts and moments are written in it. */
export function wordsIn(locale: Locale): Words {
  made[locale] ??= makeWords(locale);
  return made[locale];
}

function makeWords(locale: Locale) {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "mail" });
  const format = createFormatter({ locale, timeZone: "Asia/Seoul" });
  return {
    locale,
    t,
    arrival: createTranslator({ locale, messages: messages[locale], namespace: "arrival" }),
    receipt: createTranslator({ locale, messages: messages[locale], namespace: "receipt" }),
    money: (amount: number, currency: string) => formatMoney({ amount, currency }, locale),
    moment: (at: Date) => t("moment", { moment: format.dateTime(at, moment) }),
  };
}
