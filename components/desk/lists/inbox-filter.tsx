import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";

/** Filters webhooks by state. */
export function InboxFilter({ state, isWrong }: { state: string; isWrong: boolean }) {
  const t = useTranslations("deskLists");
  return (
    <search>
      <form action="/admin/inbox" className="mt-5 flex flex-wrap items-end gap-3">
        <div className="w-56">
          <Select
            name="state"
            label={t("inbox.state")}
            defaultValue={state}
            fault={isWrong ? t("faults.choose") : undefined}
          >
            <option value="">{t("any")}</option>
            {(["new", "done", "failed"] as const).map((one) => (
              <option key={one} value={one}>
                {t(`inbox.states.${one}`)}
              </option>
            ))}
          </Select>
        </div>
        <button type="submit" className="action action-main">
          {t("filter")}
        </button>
      </form>
    </search>
  );
}
