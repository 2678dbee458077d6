"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { amountLimits, installmentsFrom, type PaymentMethod } from "@/lib/contracts/methods";
import { formatMoney } from "@/lib/money";
import { brokenLimit } from "./limits";

type Props = { method: PaymentMethod | undefined; total: number };
type NoteProps = Props & {
  /** The installments without interest, if the shop has any. */
  interestFree: ReactNode;
};

/** What is worth knowing about the chosen method, shown below the methods. */
export function MethodNote({ method, total, interestFree }: NoteProps) {
  const words = useWords();
  const isBroken = method && brokenLimit(method, total);
  return (
    <p role="status" className="text-[0.8125rem] leading-snug text-soft empty:hidden">
      {method && !isBroken && (words(method, total) ?? (method === "CARD" && interestFree))}
    </p>
  );
}

/** The limit that the chosen method has and the amount breaks, shown beside the button before it is pressed. */
export function BrokenLimit({ method, total }: Props) {
  const words = useWords();
  const isBroken = method && brokenLimit(method, total);
  return (
    <p
      role="status"
      className="text-center text-[0.8125rem] leading-snug font-medium text-danger empty:hidden"
    >
      {isBroken && words(method, total)}
    </p>
  );
}

function useWords() {
  const t = useTranslations("sheet.limits");
  const locale = useLocale();
  const won = (amount: number) => formatMoney({ amount, currency: "KRW" }, locale);
  return (method: PaymentMethod, total: number) => {
    const say = (bound: "min" | "max", amount: number) =>
      t(bound, { by: t(`by.${method}`), amount: won(amount) });
    const broken = brokenLimit(method, total);
    if (broken) return `${say(broken.bound, broken.amount)} ${t("other")}`;
    if (method === "VIRTUAL_ACCOUNT") return t("deposit");
    if (method === "CARD" && total < installmentsFrom)
      return t("installments", { amount: won(installmentsFrom) });
    const { max } = amountLimits[method];
    return max === undefined ? null : say("max", max);
  };
}
