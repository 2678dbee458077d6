import { useTranslations } from "next-intl";
import type { orderStatuses } from "@/lib/contracts/orders";
import { Mark, type MarkLook } from "../mark";

export type OrderStatus = (typeof orderStatuses)[number];

const looks: Record<OrderStatus, MarkLook> = {
  open: "plain",
  waiting_for_deposit: "notice",
  paid: "good",
  partially_refunded: "good",
  refunded: "plain",
  expired: "plain",
  canceled: "plain",
  held: "danger",
};

/** How an order stands, in a word. */
export function StatusMark({ status }: { status: OrderStatus }) {
  const t = useTranslations("deskOrders.statuses");
  return <Mark look={looks[status]}>{t(status)}</Mark>;
}
