import type { Refund } from "@/db/schema";
import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { numberLine, type Payment } from "./parts";

/** To a shopper whose deposit is being refunded: asks for the account to send it to. */
export function refundAccount(story: Story, payment: Payment, refund: Refund, words: Words): Letter {
  const { t, money } = words;
  const amount = money(refund.amount, payment.currency);
  const number = story.order.number;
  return {
    subject: t("refund_account.subject", { amount, number }),
    title: t("refund_account.title", { amount }),
    lead: [
      t(refund.failureCode ? "refund_account.refused" : "refund_account.lead"),
      t("refund_account.never"),
    ],
    boxed: [{ label: t("labels.refund"), value: amount, strong: true }],
    items: [],
    lines: [numberLine(story, words)],
    action: { label: t("refund_account.name"), path: story.link },
  };
}
