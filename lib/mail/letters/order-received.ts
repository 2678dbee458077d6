import { nothingTaken } from "@/components/status/standing";
import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { itemsOf, numberLine, seeOrder } from "./parts";

/** To a shopper who prepared to pay and did not. */
export function orderReceived(story: Story, words: Words): Letter {
  const { order } = story;
  const { t, money, moment } = words;
  // On its own page, a gateway may have taken the payment before we heard of it.
  const attempts = story.payments.map((payment) => ({ ...payment, failure: payment.failureCode }));
  const isUntaken = nothingTaken({ payments: attempts });
  return {
    subject: t("order_received.subject", { number: order.number }),
    title: t("order_received.title"),
    lead: [
      t("order_received.lead", { until: moment(order.expiresAt) }),
      ...(isUntaken ? [t("order_received.nothingTaken")] : []),
    ],
    boxed: [],
    items: itemsOf(story, words),
    lines: [
      { label: t("labels.total"), value: money(order.amount, order.currency), strong: true },
      numberLine(story, words),
    ],
    action: seeOrder(story, words),
  };
}
