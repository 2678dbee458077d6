import { createFormatter, createTranslator } from "next-intl";
import { moment } from "@/components/order/moment";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";
import { type AlarmName, runbookOf } from "../../contracts/alarm-names";
import { env } from "../../settings/env";
import { knownShop } from "../../shop/shop";

/** The content of an alarm message. */
export type News = {
  name: AlarmName;
  /** How often it was raised since the last message, and since when. */
  count: number;
  since: Date;
  lines: string[];
  over: boolean;
};

const messages = { ko, en };

/** An alarm in both languages, since the recipients' language is not known. It contains no names and no secrets. */
export function wordsOf(news: News): { subject: string; text: string } {
  const parts = (["ko", "en"] as const).map((locale) => {
    const t = createTranslator({ locale, messages: messages[locale], namespace: "alarms" });
    const format = createFormatter({ locale, timeZone: "Asia/Seoul" });
    const since = format.dateTime(news.since, moment);
    const title = t(`names.${news.name}`);
    return {
      title: news.over ? t("over", { title }) : title,
      line: news.over ? t("overSince", { since }) : t("times", { count: news.count, since }),
      todo: t("todo", { runbook: runbookOf(news.name), desk: `${env().appUrl}/admin/alarms` }),
    };
  });
  const shop = new URL(env().appUrl).host;
  return {
    subject: `[${shop}] ${parts.map(({ title }) => title).join(" / ")}`,
    text: [
      `${knownShop().shopName.ko} (${shop}): ${news.name}`,
      ...parts.map(({ title, line }) => `${title}\n${line}`),
      ...(news.lines.length > 0 ? [news.lines.join("\n")] : []),
      ...parts.map(({ todo }) => todo),
    ].join("\n\n"),
  };
}
