import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import type { webhooksAtDesk } from "@/lib/webhooks/endpoints";
import { Mark } from "../mark";
import { Table } from "../table";
import { Resend } from "./resend";

type Row = Awaited<ReturnType<typeof webhooksAtDesk>>["deliveries"][number];
const looks = { new: "notice", done: "good", failed: "danger" } as const;

/** What was sent to other servers, and what they answered. */
export function DeliveriesTable({ rows }: { rows: Row[] }) {
  const t = useTranslations("deskWebhooks");
  const format = useSeoulTime();
  return (
    <Table
      caption={t("log")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          name: "at",
          words: t("columns.at"),
          cell: ({ createdAt }) => (
            <span className="whitespace-nowrap">{format.dateTime(createdAt, moment)}</span>
          ),
        },
        {
          name: "type",
          words: t("columns.type"),
          cell: ({ id, type }) => (
            <>
              <span className="font-mono text-sm">{type}</span>
              <span className="block font-mono text-xs break-all text-soft">{id}</span>
            </>
          ),
        },
        {
          name: "to",
          words: t("columns.to"),
          cell: ({ url }) => <span className="break-all">{url}</span>,
        },
        {
          name: "state",
          words: t("columns.state"),
          cell: ({ state, lastAnswer }) => (
            <>
              <Mark look={looks[state]}>{t(`states.${state}`)}</Mark>{" "}
              <span className="font-mono text-sm text-soft">{lastAnswer}</span>
            </>
          ),
        },
        { name: "tries", words: t("columns.tries"), cell: ({ tries }) => tries, isNumber: true },
        {
          name: "again",
          words: t("columns.again"),
          cell: ({ id, type, state }) => state !== "new" && <Resend message={id} type={type} />,
        },
      ]}
    />
  );
}
