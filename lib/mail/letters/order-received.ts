import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { itemsOf, numberLine, orderPath } from "./parts";

/** To somebody who prepared to pay and did not. */
export function orderReceived(story: Story, words: Words): Letter {
  const { order } = story;
  const { t, money, moment } = words;
  return {
    subject: t("order_received.subject", { number: order.number }),
    title: t("order_received.title"),
    lead: [t("order_received.lead", { until: moment(order.expiresAt) }), t("order_received.nothingTaken")],
    boxed: [],
    items: itemsOf(story, words),
    lines: [
      { label: t("labels.total"), value: money(order.amount, order.currency), strong: true },
      numberLine(story, words),
    ],
    action: { label: t("order_received.pay"), path: orderPath(story) },
  };
}
