import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import type { Dossier } from "@/lib/desk/read/dossier";
import { Mark, type MarkLook } from "./mark";

type Receipt = NonNullable<Dossier["payments"][number]["detail"]["cashReceipts"]>[number];

const looks: Record<Receipt["state"], MarkLook> = {
  in_progress: "notice",
  completed: "good",
  failed: "danger",
};

/** Each receipt of a payment with its state, and the tax office's code if it was refused. */
export function CashReceipts({ receipts, currency }: { receipts: Receipt[]; currency: string }) {
  const t = useTranslations("cashReceipts");
  return (
    <ul className="grid gap-1">
      {receipts.map(({ key, kind, type, amount, state, code }) => (
        <li key={key} className="flex flex-wrap items-center gap-x-2">
          <span>{t(`types.${type}`)}</span>
          <Price amount={amount} currency={currency} />
          <Mark look={looks[state]}>{t(`states.${kind}.${state}`)}</Mark>
          {code && <span className="font-mono text-sm text-soft">{code}</span>}
        </li>
      ))}
    </ul>
  );
}
