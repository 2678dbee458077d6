"use client";

import { useTranslations } from "next-intl";
import { Stepper } from "@/components/ui/stepper";
import type { ChosenLines, RefundLine } from "./refund-lines";
import { useMoney } from "./use-money";

type Props = {
  lines: RefundLine[];
  currency: string;
  chosen: ChosenLines;
  restocks: boolean;
  onChange: (chosen: ChosenLines, restocks: boolean) => void;
};

/** Which items are refunded: the amount follows from them, and they may go back in stock in the same act. */
export function RefundItems({ lines, currency, chosen, restocks, onChange }: Props) {
  const t = useTranslations("deskOrder.refund.items");
  const money = useMoney(currency);
  const canRestock = lines.some(({ out }) => out > 0);
  return (
    <details className="rounded-xl border border-line px-4 py-2">
      <summary className="flex min-h-11 items-center font-medium text-accent">{t("title")}</summary>
      <ul className="grid gap-3 py-2">
        {lines.map(({ sku, name, unitPrice, quantity }) => (
          <li key={sku} className="flex items-center justify-between gap-3">
            <span>
              <span>{name}</span>{" "}
              <span className="text-sm text-soft">{t("each", { price: money(unitPrice), quantity })}</span>
            </span>
            <Stepper
              quantity={chosen[sku] ?? 0}
              least={0}
              limit={quantity}
              onChange={(next) => onChange({ ...chosen, [sku]: next }, restocks)}
              names={{
                group: t("howMany", { name }),
                less: t("less", { name }),
                more: t("more", { name }),
              }}
            />
          </li>
        ))}
      </ul>
      {canRestock && (
        <label className="flex min-h-11 items-center gap-3">
          <input
            type="checkbox"
            className="size-5 accent-accent"
            checked={restocks}
            onChange={({ target }) => onChange(chosen, target.checked)}
          />
          <span>{t("restock")}</span>
        </label>
      )}
    </details>
  );
}
