import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import type { straysPage } from "@/lib/desk/read/lists";
import { ResolveNeed } from "../order/acts";
import { Table } from "../table";
import { useColumns } from "./columns";

type Props = { rows: Awaited<ReturnType<typeof straysPage>>["rows"]; decides: boolean };

/**
 * Payments that gateways took for orders that are not in the books: staff check each one at the gateway, decide, and
 * note what they did.
 */
export function StraysTable({ rows, decides }: Props) {
  const t = useTranslations("deskLists");
  const gatewayNames = useTranslations("gatewayNames");
  const format = useSeoulTime();
  const { amount } = useColumns();
  return (
    <>
      <p className="mb-3 text-soft">{t("strays.lead")}</p>
      <Table
        caption={t("waiting.strays")}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          {
            name: "payment",
            words: t("strays.payment"),
            cell: ({ orderNumber, gateway, paymentKey }) => (
              <>
                <span className="font-mono break-all">{orderNumber}</span>
                <span className="block text-sm text-soft">{gatewayNames(gateway)}</span>
                <span className="block font-mono text-sm break-all text-soft">{paymentKey}</span>
              </>
            ),
          },
          {
            ...amount,
            cell: (row) => (
              <>
                <span>{amount.cell(row)}</span>
                {row.refunded > 0 && (
                  <span className="block text-sm text-soft">
                    <span>{t("strays.refunded")}</span>{" "}
                    <Price amount={row.refunded} currency={row.currency} />
                  </span>
                )}
              </>
            ),
          },
          {
            name: "paidAt",
            words: t("strays.paidAt"),
            cell: ({ paidAt }) => (paidAt ? format.dateTime(paidAt, moment) : "–"),
          },
          ...(decides
            ? [
                {
                  name: "resolve",
                  words: t("strays.resolve"),
                  cell: ({ id }: { id: string }) => <ResolveNeed need={id} />,
                },
              ]
            : []),
        ]}
      />
    </>
  );
}
