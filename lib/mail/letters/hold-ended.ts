import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { itemsOf, numberLine, seeOrder } from "./parts";

/** To a shopper whose money was on hold and was released without a charge. `cause` ends with the reason. */
export function holdEnded(story: Story, cause: string, words: Words): Letter {
  const { t } = words;
  const expired = cause.endsWith("#expired");
  return {
    subject: t("hold_ended.subject", { number: story.order.number }),
    title: t("hold_ended.title"),
    lead: [t(expired ? "hold_ended.expired" : "hold_ended.voided"), t("hold_ended.nothingTaken")],
    boxed: [],
    items: itemsOf(story, words),
    lines: [numberLine(story, words)],
    action: seeOrder(story, words),
  };
}
