import type { CancelRequest } from "@/db/schema";
import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { itemsOf, numberLine, seeOrder } from "./parts";

/** To a shopper whose cancel request was declined: the shop's reason. */
export function cancelDeclined(story: Story, { answer }: CancelRequest, words: Words): Letter {
  const { t } = words;
  return {
    subject: t("cancel_declined.subject", { number: story.order.number }),
    title: t("cancel_declined.title"),
    lead: [t("cancel_declined.lead")],
    boxed: [{ label: t("labels.answer"), value: answer ?? "", long: true }],
    items: itemsOf(story, words),
    lines: [numberLine(story, words)],
    action: seeOrder(story, words),
  };
}
