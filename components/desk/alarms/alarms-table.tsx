import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import type { alarmsAtDesk } from "@/lib/desk/acts/alarms";
import { Mark } from "../mark";
import { Table } from "../table";

type Row = Awaited<ReturnType<typeof alarmsAtDesk>>["rows"][number];

/** Alarms: how often, since when, and whether people were notified. */
export function AlarmsTable({ rows }: { rows: Row[] }) {
  const t = useTranslations("deskLists.alarms");
  const title = useTranslations("alarms.names");
  const format = useSeoulTime();
  const at = (when: Date) => <span className="whitespace-nowrap">{format.dateTime(when, moment)}</span>;
  return (
    <Table
      caption={t("title")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          name: "alarm",
          words: t("columns.alarm"),
          cell: ({ name, lines, over }) => (
            <>
              <span className="font-semibold">{title(name)}</span>{" "}
              {over && <Mark look="good">{t("told.over")}</Mark>}
              <span className="block font-mono text-sm break-all text-soft">{name}</span>
              {lines.map((line) => (
                <span key={line} className="block font-mono text-sm break-all text-soft">
                  {line}
                </span>
              ))}
            </>
          ),
        },
        {
          name: "times",
          words: t("columns.times"),
          cell: ({ count }) => format.number(count),
          isNumber: true,
        },
        { name: "since", words: t("columns.since"), cell: ({ since }) => at(since) },
        { name: "last", words: t("columns.last"), cell: ({ lastAt }) => at(lastAt) },
        {
          name: "told",
          words: t("columns.told"),
          cell: ({ sent }) =>
            sent.is === "yes"
              ? t("told.yes", { at: format.dateTime(sent.at, moment) })
              : t(`told.${sent.is}`),
        },
      ]}
    />
  );
}
