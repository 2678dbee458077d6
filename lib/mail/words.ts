import { createFormatter, createTranslator } from "next-intl";
import { day, moment } from "@/components/order/moment";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";
import { formatMoney, type Locale } from "../money";
import { type Arrival, isAtOnce, lastMoment } from "../refund-arrival";

const messages = { ko, en };

export type Words = ReturnType<typeof makeWords>;

const made: Partial<Record<Locale, Words>> = {};

/** The messages of one language, and how it formats amounts and times. */
export function wordsIn(locale: Locale): Words {
  made[locale] ??= makeWords(locale);
  return made[locale];
}

function makeWords(locale: Locale) {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "mail" });
  const format = createFormatter({ locale, timeZone: "Asia/Seoul" });
  const arrival = createTranslator({ locale, messages: messages[locale], namespace: "arrival" });
  const refunds = createTranslator({ locale, messages: messages[locale], namespace: "refunds" });
  return {
    locale,
    t,
    /** When a refund reaches the shopper, worded as on the order's page. */
    expected: ({ kind, by }: Arrival) =>
      by === null || isAtOnce(kind)
        ? arrival(kind)
        : `${arrival(kind)} ${refunds("by", { day: format.dateTime(lastMoment(by), day) })}`,
    couriers: createTranslator({ locale, messages: messages[locale], namespace: "couriers" }),
    receipt: createTranslator({ locale, messages: messages[locale], namespace: "receipt" }),
    money: (amount: number, currency: string) => formatMoney({ amount, currency }, locale),
    moment: (at: Date) => t("moment", { moment: format.dateTime(at, moment) }),
  };
}
