import { trackingLink } from "@/lib/contracts/couriers";
import type { Story } from "../story";
import type { Words } from "../words";
import type { Letter, Line } from "./letter";
import { deliveryLines, itemsOf, numberLine, seeOrder } from "./parts";

/** To a shopper whose order was shipped: what with, where it can be followed, and where it goes. */
export function shipped(story: Story, words: Words): Letter {
  const { t } = words;
  const parcel = parcelLines(story, words);
  return {
    subject: t("shipped.subject", { number: story.order.number }),
    title: t("shipped.title"),
    lead: [t("shipped.lead"), ...(story.order.trackingNumber ? [t("shipped.track")] : [])],
    boxed: parcel,
    items: itemsOf(story, words),
    lines: [...deliveryLines(story, words), numberLine(story, words)],
    action: seeOrder(story, words),
  };
}

function parcelLines({ order }: Story, { t, couriers }: Words): Line[] {
  const { courier, trackingNumber } = order;
  const href = trackingLink(order);
  return [
    ...(courier ? [{ label: t("labels.courier"), value: couriers(courier) }] : []),
    ...(trackingNumber
      ? [{ label: t("labels.trackingNumber"), value: trackingNumber, strong: true, ...(href && { href }) }]
      : []),
  ];
}
