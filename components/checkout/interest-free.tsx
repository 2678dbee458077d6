import { useTranslations } from "next-intl";
import type { FreeInstallments } from "@/lib/contracts/installments";

/** The installments whose interest the shop pays, drawn on the server, which knows the card companies' names. */
export function InterestFree({ plans }: { plans: FreeInstallments[] }) {
  const t = useTranslations("sheet.limits");
  const issuers = useTranslations("receipt.issuers");
  if (plans.length === 0) return null;
  const words = plans.map(({ company, months }) =>
    t("interestFreePlan", { card: issuers(company), months: months.join(t("orMonths")) }),
  );
  return t("interestFree", { plans: words.join(" · ") });
}
