import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { accountLines, itemsOf, numberLine, type Payment, seeOrder } from "./parts";

/** To a shopper whose deposit the bank reversed: asks them to deposit again while the account still accepts it. */
export function depositReversed(story: Story, payment: Payment, words: Words): Letter {
  const { order } = story;
  const { t, money } = words;
  const number = order.number;
  const amount = money(payment.amount, payment.currency);
  const open = payment.status === "waiting_for_deposit";
  return {
    subject: t(open ? "deposit_reversed.subject" : "deposit_reversed.closedSubject", { number }),
    title: t("deposit_reversed.title"),
    lead: [t(open ? "deposit_reversed.again" : "deposit_reversed.closed", { amount })],
    boxed: open ? accountLines(payment, words) : [],
    items: itemsOf(story, words),
    lines: [numberLine(story, words)],
    action: seeOrder(story, words),
  };
}
