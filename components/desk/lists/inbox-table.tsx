import { useTranslations } from "next-intl";
import { momentToTheSecond } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Link } from "@/components/ui/link";
import type { inboxPage } from "@/lib/desk/read/lists";
import { OrderLink } from "../order-link";
import { Table } from "../table";
import { NewsState } from "./news-state";

type Props = {
  rows: Awaited<ReturnType<typeof inboxPage>>["rows"];
  /** True for staff who may open a webhook and read it as it arrived. */
  opens: boolean;
};

/** Webhooks as they arrived, with their results. */
export function InboxTable({ rows, opens }: Props) {
  const t = useTranslations("deskLists");
  const gatewayNames = useTranslations("gatewayNames");
  const format = useSeoulTime();
  return (
    <Table
      caption={t("inbox.title")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          name: "at",
          words: t("columns.received"),
          cell: ({ id, at }) =>
            opens ? (
              <Link
                href={`/admin/inbox/${id}`}
                prefetch={false}
                className="font-medium text-accent underline underline-offset-2"
              >
                {format.dateTime(at, momentToTheSecond)}
              </Link>
            ) : (
              format.dateTime(at, momentToTheSecond)
            ),
        },
        { name: "gateway", words: t("columns.gateway"), cell: ({ gateway }) => gatewayNames(gateway) },
        {
          name: "state",
          words: t("inbox.state"),
          cell: ({ state, note }) => <NewsState state={state} note={note} />,
        },
        {
          name: "order",
          words: t("columns.order"),
          cell: ({ orderNumber }) => (orderNumber ? <OrderLink number={orderNumber} /> : "–"),
        },
      ]}
    />
  );
}
