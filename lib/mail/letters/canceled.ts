import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { itemsOf, numberLine, seeOrder } from "./parts";

/** To a shopper whose order ended and will not be delivered. */
export function canceled(story: Story, words: Words): Letter {
  const { order, payments } = story;
  const { t } = words;
  const number = order.number;
  const expired = order.status === "expired";
  const kept = payments.some(({ captured, refunded }) => captured > refunded);
  const taken = payments.some(({ captured }) => captured > 0);
  const hadAccount = payments.some(({ detail }) => detail.virtualAccount);
  return {
    subject: t(expired ? "canceled.expiredSubject" : "canceled.canceledSubject", { number }),
    title: t("canceled.title"),
    lead: [
      t(expired ? "canceled.expired" : "canceled.canceled"),
      ...(hadAccount ? [t("canceled.noDeposit")] : []),
      t(kept ? "canceled.returning" : taken ? "canceled.returned" : "canceled.nothingTaken"),
    ],
    boxed: [],
    items: itemsOf(story, words),
    lines: [numberLine(story, words)],
    action: seeOrder(story, words),
  };
}
