"use client";

import { useLocale, useTranslations } from "next-intl";
import { LeastNote, missingTo } from "@/components/cart/least-note";
import { Spinner } from "@/components/ui/spinner";
import { useHydrated } from "@/components/ui/use-hydrated";
import { formatMoney, type Money } from "@/lib/money";
import type { GatewayPart } from "./gateway-part";
import { brokenLimit } from "./limits";
import { BrokenLimit } from "./method-note";
import type { Refusal } from "./refusal";
import { RefusalNotice } from "./refusal-notice";

export type Phase = "filling" | "ordering" | "silent" | "slowed" | "paying";

/** The pay button, what it is doing, and what prevents paying. */
export function PayPanel({
  total,
  least,
  phase,
  part: { state, method, paying },
  refusal,
}: {
  total: Money;
  /** The smallest amount that can be paid, in minor units. */
  least: number;
  phase: Phase;
  part: GatewayPart;
  refusal: Refusal | undefined;
}) {
  const t = useTranslations("sheet");
  const locale = useLocale();
  const busy = phase !== "filling";
  const missing = missingTo(least, total.amount);
  const possible = missing === 0 && state === "ready" && !(method && brokenLimit(method, total.amount));
  const words = busy
    ? t(phase === "paying" ? paying : "ordering")
    : total.amount === 0
      ? t("placeFree")
      : t("pay", { amount: formatMoney(total, locale) });
  return (
    <div className="thumb-bar grid gap-3 md:static md:mx-0 md:border-0 md:p-0">
      <RefusalNotice refusal={refusal} />
      {missing > 0 && <LeastNote words="sheet" least={least} missing={missing} currency={total.currency} />}
      {missing === 0 && <BrokenLimit method={method} total={total.amount} />}
      <p role="status" className="text-center text-[0.8125rem] leading-snug text-soft empty:hidden">
        {(phase === "silent" || phase === "slowed") && t(phase)}
      </p>
      <button
        type="submit"
        disabled={!useHydrated()}
        aria-disabled={busy || !possible}
        aria-busy={busy}
        className="action action-main min-h-14 w-full text-lg"
      >
        {busy && <Spinner />}
        <span>{words}</span>
      </button>
    </div>
  );
}
