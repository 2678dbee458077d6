import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { accountLines, bankName, itemsOf, numberLine, type Payment, seeOrder } from "./parts";

/** To a shopper who chose to pay by deposit: where, how much, and until when. */
export function virtualAccount(story: Story, payment: Payment, words: Words): Letter {
  const { order } = story;
  const { t, money, locale } = words;
  const bank = bankName(payment.detail.virtualAccount?.bank ?? "", locale);
  const amount = money(payment.amount, payment.currency);
  return {
    subject: t("virtual_account.subject", { bank, amount, number: order.number }),
    title: t("virtual_account.title"),
    lead: [t("virtual_account.lead"), t("virtual_account.exact")],
    boxed: accountLines(payment, words),
    items: itemsOf(story, words),
    lines: [
      { label: t("labels.total"), value: money(order.amount, order.currency), strong: true },
      numberLine(story, words),
    ],
    action: seeOrder(story, words),
  };
}
