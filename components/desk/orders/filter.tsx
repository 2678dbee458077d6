import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { pageSizes, sorts } from "@/lib/contracts/desk/orders";
import { gatewayNames } from "@/lib/contracts/gateways";
import { paymentMethods } from "@/lib/contracts/methods";
import { orderStatuses } from "@/lib/contracts/orders";

type Props = { typed: Record<string, string>; faults: ReadonlySet<string> };

/** The search form. It leads to an address that can be sent to a colleague. */
export function OrdersFilter({ typed, faults }: Props) {
  const t = useTranslations("deskOrders");
  const gateways = useTranslations("gatewayNames");
  const field = (name: "q" | "status" | "gateway" | "method" | "from" | "to" | "sort" | "size") => ({
    name,
    label: t(`filter.${name}`),
    defaultValue: typed[name] ?? "",
    fault: faults.has(name) ? t(`faults.${name}`) : undefined,
  });
  const unread = faults.has("s") ? t("faults.s") : undefined;
  const others = ["status", "gateway", "method", "from", "to", "sort", "size"] as const;
  return (
    <search>
      <form action="/admin/orders/search" method="post" className="mt-4">
        <input type="hidden" name="work" value={faults.has("work") ? "" : (typed.work ?? "")} />
        <div className="flex items-end gap-2">
          <div className="min-w-0 grow">
            <Field
              {...field("q")}
              fault={field("q").fault ?? unread}
              type="search"
              maxLength={200}
              placeholder={t("filter.hint")}
            />
          </div>
          <button type="submit" className="action action-main shrink-0">
            {t("filter.send")}
          </button>
        </div>
        <details className="mt-2" open={others.some((name) => typed[name])}>
          <summary className="inline-flex min-h-11 items-center px-1 font-medium text-accent">
            {t("filter.more")}
          </summary>
          <div className="grid grid-cols-2 gap-3 pt-1 lg:grid-cols-8">
            <Choice
              {...field("status")}
              any={t("filter.any")}
              of={orderStatuses.map((status) => [status, t(`statuses.${status}`)])}
            />
            <Choice
              {...field("gateway")}
              any={t("filter.any")}
              of={gatewayNames.map((name) => [name, gateways(name)])}
            />
            <Choice
              {...field("method")}
              any={t("filter.any")}
              of={paymentMethods.map((method) => [method, t(`methods.${method}`)])}
            />
            <Field {...field("from")} type="date" />
            <Field {...field("to")} type="date" />
            <Choice
              {...field("sort")}
              any={t("filter.usual")}
              of={sorts.map((sort) => [sort, t(`sorts.${sort}`)])}
            />
            <Choice
              {...field("size")}
              any="50"
              of={pageSizes.filter((size) => size !== "50").map((size) => [size, size])}
            />
            <div className="flex items-end">
              <Link href="/admin/orders" prefetch={false} className="action action-quiet w-full">
                {t("filter.reset")}
              </Link>
            </div>
          </div>
        </details>
      </form>
    </search>
  );
}

type ChoiceProps = Omit<Parameters<typeof Select>[0], "children"> & {
  any: string;
  of: (readonly [value: string, words: string])[];
};

const Choice = ({ any, of, ...select }: ChoiceProps) => (
  <Select {...select}>
    <option value="">{any}</option>
    {of.map(([value, words]) => (
      <option key={value} value={value}>
        {words}
      </option>
    ))}
  </Select>
);
