import { useLocale, useTranslations } from "next-intl";
import type { Business } from "@/lib/shop/business";

/** What the law requires a shop to say about itself, line by line: the name of each and its text. */
export function useBusinessLines(business: Business): [name: string, text: string][] {
  const t = useTranslations("footer");
  const locale = useLocale();
  return [
    [t("company"), business.companyName[locale]],
    [t("representative"), business.representative[locale]],
    [t("registration"), business.registrationNumber],
    [t("mailOrder"), business.mailOrderNumber[locale]],
    [t("address"), business.address[locale]],
  ];
}
