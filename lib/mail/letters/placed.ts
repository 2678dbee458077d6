import { hasDelivery } from "../../has-delivery";
import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { deliveryLines, itemsOf, numberLine, seeOrder } from "./parts";

/** To a shopper whose order costs nothing. */
export function placed(story: Story, words: Words): Letter {
  const { order } = story;
  const { t, money } = words;
  return {
    subject: t("placed.subject", { number: order.number }),
    title: t("placed.title"),
    lead: [t(hasDelivery(order) ? "placed.lead" : "placed.undelivered")],
    boxed: [],
    items: itemsOf(story, words),
    lines: [
      { label: t("labels.total"), value: money(order.amount, order.currency), strong: true },
      ...deliveryLines(story, words),
      numberLine(story, words),
    ],
    action: seeOrder(story, words),
  };
}
