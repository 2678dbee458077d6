import { useTranslations } from "next-intl";
import type { Currency } from "@/lib/money";
import { Switch } from "./switch";

export function CurrencySwitch({ to }: { to: Currency }) {
  const t = useTranslations("header");
  return (
    <Switch action={`/currency?to=${to}`} label={t("pricesIn", { currency: to })}>
      {to}
    </Switch>
  );
}
