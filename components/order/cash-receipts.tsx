import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import type { Payment } from "../status/standing";

type Receipt = Payment["cash_receipts"][number];

/** The cash receipts of a transfer or deposit, and what was canceled of them with refunds. */
export function CashReceipts({ receipts, currency }: { receipts: Receipt[]; currency: string }) {
  const t = useTranslations("cashReceipts");
  return receipts.map(({ kind, type, amount, state, url, requested_at }) => (
    <div key={`${kind} ${requested_at} ${amount}`}>
      <span>{t(`types.${type}`)}</span> <Price amount={amount} currency={currency} />
      <span className={`block ${state === "failed" ? "text-danger" : "text-soft"}`}>
        {t(`states.${kind}.${state}`)}
      </span>
      {url && (
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          className="ml-auto block w-fit py-1 text-accent underline underline-offset-4 print:hidden"
        >
          <span>{t("see")}</span>
          <span className="sr-only"> ({t("newWindow")})</span>
        </a>
      )}
    </div>
  ));
}
