import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type Names, useActWords } from "../act-words";

type Props = {
  typed: Record<string, string>;
  faults: ReadonlySet<string>;
  names: Names;
};

/** Filters by actor, subject and day in Seoul. */
export function AuditFilter({ typed, faults, names }: Props) {
  const t = useTranslations("deskLists");
  const { nameOf } = useActWords(names);
  const unread = faults.has("s") ? t("faults.unread") : undefined;
  return (
    <search>
      <form action="/admin/audit/search" method="post" className="mt-5 grid items-end gap-3 sm:grid-cols-4">
        <Select
          name="actor"
          label={t("audit.actor")}
          defaultValue={typed.actor ?? ""}
          fault={faults.has("actor") ? t("faults.choose") : undefined}
        >
          <option value="">{t("any")}</option>
          {[...names].map(([actor, name]) => (
            <option key={actor} value={actor}>
              {name}
            </option>
          ))}
          {["operator", "shopper", "visitor"].map((actor) => (
            <option key={actor} value={actor}>
              {nameOf(actor)}
            </option>
          ))}
        </Select>
        <Field
          name="subject"
          label={t("audit.subject")}
          defaultValue={typed.subject ?? ""}
          fault={faults.has("subject") ? t("faults.text") : unread}
        />
        <Field
          name="day"
          type="date"
          label={t("audit.day")}
          defaultValue={typed.day ?? ""}
          fault={faults.has("day") ? t("faults.day") : undefined}
        />
        <button type="submit" className="action action-main">
          {t("filter")}
        </button>
      </form>
    </search>
  );
}
