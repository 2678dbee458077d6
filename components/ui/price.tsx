import { useLocale } from "next-intl";
import { formatMoney } from "@/lib/money";

type Props = { amount: number; currency: string; className?: string };

/** An amount as people of this language write it. */
export function Price({ amount, currency, className = "" }: Props) {
  const locale = useLocale();
  return (
    <span className={`whitespace-nowrap tabular-nums ${className}`}>
      {formatMoney({ amount, currency }, locale)}
    </span>
  );
}
