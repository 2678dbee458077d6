import { useFormatter, useTranslations } from "next-intl";
import { share } from "./share";

/** How much more or less a sum is than in the period before; nothing if there was none. */
export function Change({ now, before }: { now: number; before: number }) {
  const t = useTranslations("deskFront");
  const format = useFormatter();
  if (before <= 0) return null;
  const change = (now - before) / before;
  return (
    <span className="whitespace-nowrap">
      {t("change", {
        by: format.number(change, { ...share, maximumFractionDigits: 0, signDisplay: "exceptZero" }),
      })}
    </span>
  );
}
