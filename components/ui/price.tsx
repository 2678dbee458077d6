import { useLocale } from "next-intl";
import { formatMoney } from "@/lib/money";

type Props = { amount: number; currency: string; className?: string };

/** An amount formatted for the reader's language. */
export function Price({ amount, currency, className = "" }: Props) {
  const locale = useLocale();
  return (
    <span className={`whitespace-nowrap tabular-nums ${className}`}>
      {formatMoney({ amount, currency }, locale)}
    </span>
  );
}
