import { useTranslations } from "next-intl";
import type { orderStatuses } from "@/lib/contracts/orders";
import { Mark, type MarkLook } from "../mark";

export type OrderStatus = (typeof orderStatuses)[number];

const looks: Record<OrderStatus, MarkLook> = {
  open: "plain",
  waiting_for_deposit: "notice",
  authorized: "notice",
  paid: "good",
  partially_refunded: "good",
  refunded: "plain",
  expired: "plain",
  canceled: "plain",
  in_review: "danger",
};

type Props = { status: OrderStatus; dispute: "inquiry" | "open" | "lost" | null };

/** An order's state in a word or two. If a bank has its money, it does not look as if the shop had it. */
export function StatusMark({ status, dispute }: Props) {
  const t = useTranslations("deskOrders");
  const isAtBank = dispute === "open" || dispute === "lost";
  return (
    <>
      <Mark look={isAtBank ? "plain" : looks[status]}>{t(`statuses.${status}`)}</Mark>
      {dispute && <Mark look={isAtBank ? "danger" : "notice"}>{t(`disputes.${dispute}`)}</Mark>}
    </>
  );
}
