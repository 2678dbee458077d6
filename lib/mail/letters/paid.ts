import { hasDelivery } from "../../has-delivery";
import { env } from "../../settings/env";
import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter } from "./letter";
import { afterPaid, deliveryLines, itemsOf, methodInFull, numberLine, type Payment, seeOrder } from "./parts";

/** To a shopper whose payment pays the order. */
export function paid(story: Story, payment: Payment, words: Words): Letter {
  const { order } = story;
  const { t, money, moment } = words;
  const deposit = payment.method === "VIRTUAL_ACCOUNT";
  return {
    subject: t(deposit ? "paid.depositSubject" : "paid.subject", { number: order.number }),
    title: t(deposit ? "paid.depositTitle" : "paid.title"),
    lead: [
      leadOf(story, payment, words),
      ...(env().shopperCancel === "off" || payment.refunded > 0 ? [] : [t("paid.cancel")]),
    ],
    boxed: [],
    items: itemsOf(story, words),
    lines: [
      { label: t("labels.paid"), value: money(payment.captured, payment.currency), strong: true },
      ...afterPaid(payment, words),
      { label: t("labels.method"), value: methodInFull(payment, words) },
      {
        label: t(deposit ? "labels.depositedAt" : "labels.approvedAt"),
        value: moment(payment.approvedAt ?? order.createdAt),
      },
      ...deliveryLines(story, words),
      numberLine(story, words),
    ],
    action: seeOrder(story, words),
  };
}

/**
 * The letter may be late: it does not thank the shopper for money that was refunded, is being refunded or is disputed.
 */
function leadOf(
  { order, disputes }: Story,
  { id, refunded, refundPending, currency }: Payment,
  { t, money }: Words,
) {
  if (refunded > 0) return t("paid.refundedLead", { amount: money(refunded, currency) });
  const isDisputed = disputes.some(({ paymentId, state }) => paymentId === id && state !== "won");
  if (refundPending > 0 || isDisputed) return t("paid.plain");
  return t(hasDelivery(order) ? "paid.lead" : "paid.thanks");
}
