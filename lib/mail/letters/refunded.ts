import type { Refund } from "@/db/schema";
import { refundArrival } from "@/lib/refund-arrival";
import messages from "@/messages/ko.json";
import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { afterPaid, methodOf, numberLine, type Payment, seeOrder } from "./parts";

/** To a shopper who received a refund: how much, where to, and when to expect it. */
export function refunded(story: Story, payment: Payment, refund: Refund, words: Words): Letter {
  const { order } = story;
  const { t, expected, money } = words;
  const amount = money(refund.amount, payment.currency);
  const byDeposit = payment.method === "VIRTUAL_ACCOUNT";
  return {
    subject: t("refunded.subject", { amount, number: order.number }),
    title: t("refunded.title", { amount }),
    lead: [why(refund, words)],
    boxed: [
      { label: t("labels.refund"), value: amount, strong: true },
      ...(refund.promotion > 0
        ? [{ label: t("labels.toPromotion"), value: money(refund.promotion, payment.currency) }]
        : []),
      { label: t("labels.to"), value: byDeposit ? t("refunded.account") : methodOf(payment, words) },
      {
        label: t("labels.when"),
        value: expected(refundArrival(payment, refund.amount, refund.doneAt)),
        long: true,
      },
    ],
    items: [],
    lines: [
      { label: t("labels.paid"), value: money(payment.captured, payment.currency) },
      ...afterPaid(payment, words),
      numberLine(story, words),
    ],
    action: seeOrder(story, words),
  };
}

/** An automatic refund is explained; a reason entered by staff is an internal note and is not shown. */
function why({ requestedBy, reason }: Refund, { t }: Words) {
  return requestedBy === "system" && isKnown(reason) ? t(`refunded.reasons.${reason}`) : t("refunded.lead");
}

const isKnown = (reason: string): reason is keyof typeof messages.mail.refunded.reasons =>
  Object.hasOwn(messages.mail.refunded.reasons, reason);
