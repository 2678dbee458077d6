import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { gatewayNames } from "@/lib/contracts/gateways";
import { paymentMethods } from "@/lib/contracts/methods";
import { orderStatuses } from "@/lib/contracts/orders";

type Props = { typed: Record<string, string>; faults: ReadonlySet<string> };

/** The search form. It leads to an address that can be sent to a colleague. */
export function OrdersFilter({ typed, faults }: Props) {
  const t = useTranslations("deskOrders");
  const gateways = useTranslations("gatewayNames");
  const field = (name: "q" | "status" | "gateway" | "method" | "from" | "to") => ({
    name,
    label: t(`filter.${name}`),
    defaultValue: typed[name] ?? "",
    fault: faults.has(name) ? t(`faults.${name}`) : undefined,
  });
  const unread = faults.has("s") ? t("faults.s") : undefined;
  return (
    <search>
      <form
        action="/admin/orders/search"
        method="post"
        className="mt-5 grid grid-cols-2 gap-3 lg:grid-cols-6"
      >
        <div className="col-span-2 lg:col-span-6">
          <Field
            {...field("q")}
            fault={field("q").fault ?? unread}
            type="search"
            maxLength={200}
            placeholder={t("filter.hint")}
          />
        </div>
        <Select {...field("status")}>
          <option value="">{t("filter.any")}</option>
          {orderStatuses.map((status) => (
            <option key={status} value={status}>
              {t(`statuses.${status}`)}
            </option>
          ))}
        </Select>
        <Select {...field("gateway")}>
          <option value="">{t("filter.any")}</option>
          {gatewayNames.map((name) => (
            <option key={name} value={name}>
              {gateways(name)}
            </option>
          ))}
        </Select>
        <Select {...field("method")}>
          <option value="">{t("filter.any")}</option>
          {paymentMethods.map((method) => (
            <option key={method} value={method}>
              {t(`methods.${method}`)}
            </option>
          ))}
        </Select>
        <Field {...field("from")} type="date" />
        <Field {...field("to")} type="date" />
        <div className="col-span-2 flex items-end gap-2 lg:col-span-1">
          <button type="submit" className="action action-main grow">
            {t("filter.send")}
          </button>
          <Link href="/admin/orders" prefetch={false} className="action action-quiet">
            {t("filter.reset")}
          </Link>
        </div>
      </form>
    </search>
  );
}
