import { hasDelivery } from "../../has-delivery";
import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { deliveryLines, itemsOf, methodInFull, numberLine, type Payment, seeOrder } from "./parts";

/** To a shopper whose money is on hold until the shop captures it, mostly when it ships the order. */
export function authorized(story: Story, payment: Payment, words: Words): Letter {
  const { t, money } = words;
  return {
    subject: t("authorized.subject", { number: story.order.number }),
    title: t("authorized.title"),
    lead: hasDelivery(story.order)
      ? [t("authorized.lead"), t("authorized.held")]
      : [t("paid.thanks"), t("authorized.undelivered")],
    boxed: [],
    items: itemsOf(story, words),
    lines: [
      { label: t("labels.held"), value: money(payment.amount, payment.currency), strong: true },
      { label: t("labels.method"), value: methodInFull(payment, words) },
      ...deliveryLines(story, words),
      numberLine(story, words),
    ],
    action: seeOrder(story, words),
  };
}
