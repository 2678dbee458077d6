"use client";

import { useLocale, useTranslations } from "next-intl";
import { amountLimits, installmentsFrom, type PaymentMethod } from "@/lib/contracts/methods";
import { formatMoney } from "@/lib/money";
import { brokenLimit } from "./limits";

/** The chosen method's limits on the amount, shown beside the button before it is pressed. */
export function MethodNote({ method, total }: { method: PaymentMethod | undefined; total: number }) {
  const broken = method && brokenLimit(method, total);
  return (
    <p
      role="status"
      className={`text-center text-[0.8125rem] leading-snug empty:hidden ${
        broken ? "font-medium text-danger" : "text-soft"
      }`}
    >
      {method && <Words method={method} total={total} />}
    </p>
  );
}

function Words({ method, total }: { method: PaymentMethod; total: number }) {
  const t = useTranslations("sheet.limits");
  const locale = useLocale();
  const won = (amount: number) => formatMoney({ amount, currency: "KRW" }, locale);
  const say = (bound: "min" | "max", amount: number) =>
    t(bound, { by: t(`by.${method}`), amount: won(amount) });

  const broken = brokenLimit(method, total);
  if (broken) return `${say(broken.bound, broken.amount)} ${t("other")}`;
  if (method === "VIRTUAL_ACCOUNT") return t("deposit");
  if (method === "CARD" && total < installmentsFrom)
    return t("installments", { amount: won(installmentsFrom) });
  const { max } = amountLimits[method];
  return max === undefined ? null : say("max", max);
}
