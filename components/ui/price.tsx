import { useLocale } from "next-intl";
import { formatMoney, type Money } from "@/lib/money";

/** An amount as people of this language write it. */
export function Price({ amount, currency, className = "" }: Money & { className?: string }) {
  const locale = useLocale();
  return (
    <span className={`whitespace-nowrap tabular-nums ${className}`}>
      {formatMoney({ amount, currency }, locale)}
    </span>
  );
}
