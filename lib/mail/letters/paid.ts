import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter, Line } from "./letter";
import { itemsOf, methodInFull, numberLine, orderPath, type Payment } from "./parts";

/** To somebody whose payment pays the order. */
export function paid(story: Story, payment: Payment, words: Words): Letter {
  const { order } = story;
  const { t, money, moment } = words;
  const deposit = payment.method === "VIRTUAL_ACCOUNT";
  const refunded: Line[] =
    payment.refunded > 0
      ? [{ label: t("labels.refunded"), value: money(payment.refunded, payment.currency) }]
      : [];
  return {
    subject: t(deposit ? "paid.depositSubject" : "paid.subject", { number: order.number }),
    title: t(deposit ? "paid.depositTitle" : "paid.title"),
    lead: [t("paid.lead")],
    boxed: [],
    items: itemsOf(story, words),
    lines: [
      { label: t("labels.paid"), value: money(payment.captured, payment.currency), strong: true },
      ...refunded,
      { label: t("labels.method"), value: methodInFull(payment, words) },
      { label: t("labels.approvedAt"), value: moment(payment.approvedAt ?? order.createdAt) },
      numberLine(story, words),
    ],
    action: { label: t("seeOrder"), path: orderPath(story) },
  };
}
