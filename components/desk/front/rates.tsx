import { useFormatter, useTranslations } from "next-intl";
import { approvalOf, attemptsOf, type Rate, type Rates, type Way } from "@/lib/desk/read/rates";
import { Section } from "../section";
import { Table } from "../table";
import { share } from "./share";

type Props = { rates: Rates; before: Rates };

/** How many attempts paid, in all and by gateway and method, beside the period before. */
export function ApprovalRates({ rates, before }: Props) {
  const t = useTranslations("deskFront.rates");
  const format = useFormatter();
  const methods = useTranslations("deskOrders.methods");
  const gatewayNames = useTranslations("gatewayNames");
  const rate = approvalOf(rates.total);
  const rateBefore = approvalOf(before.total);
  if (rate === undefined) return null;
  const percent = (of: number | undefined) => (of === undefined ? "–" : format.number(of, share));
  const beforeOf = ({ gateway, method }: Way): Rate | undefined =>
    before.ways.find((way) => way.gateway === gateway && way.method === method);
  return (
    <Section title={t("title")} id="approval">
      <p className="mt-3 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span className="text-3xl font-bold tracking-tight tabular-nums">{percent(rate)}</span>
        <span className="text-soft">
          {t("of", { approved: rates.total.approved, attempts: attemptsOf(rates.total) })}
        </span>
        {rateBefore !== undefined && (
          <span className="text-soft">{t("before", { rate: percent(rateBefore) })}</span>
        )}
      </p>
      <Table
        caption={t("title")}
        rows={rates.ways}
        keyOf={({ gateway, method }) => `${gateway} ${method}`}
        columns={[
          {
            name: "way",
            words: t("way"),
            cell: ({ gateway, method }) => `${gatewayNames(gateway)} · ${methods(method)}`,
          },
          {
            name: "attempts",
            words: t("attempts"),
            isNumber: true,
            cell: (way) => format.number(attemptsOf(way)),
          },
          { name: "failed", words: t("failed"), isNumber: true, cell: ({ failed }) => format.number(failed) },
          { name: "rate", words: t("rate"), isNumber: true, cell: (way) => percent(approvalOf(way)) },
          {
            name: "before",
            words: t("rateBefore"),
            isNumber: true,
            cell: (way) => <span className="text-soft">{percent(approvalOf(beforeOf(way)))}</span>,
          },
        ]}
      />
    </Section>
  );
}
