"use client";

import { useLocale, useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { formatMoney } from "@/lib/money";
import type { GatewayPart } from "./gateway-part";
import { brokenLimit } from "./limits";
import { MethodNote } from "./method-note";
import { type Refusal, wayOut } from "./refusal";

export type Phase = "filling" | "ordering" | "paying";

/** The one button that pays, what it is doing, and what stands in its way. */
export function PayPanel({
  total,
  phase,
  part: { state, method },
  refusal,
}: {
  total: number;
  phase: Phase;
  part: GatewayPart;
  refusal: Refusal | undefined;
}) {
  const t = useTranslations("sheet");
  const locale = useLocale();
  const busy = phase !== "filling";
  const possible = state === "ready" && !(method && brokenLimit(method, total));
  return (
    <div className="thumb-bar md:sticky md:top-6 md:bottom-auto md:mx-0 md:border-0 md:p-0">
      <div role="alert" className="empty:hidden">
        {refusal && <RefusalNotice refusal={refusal} />}
      </div>
      <MethodNote method={method} total={total} />
      <button
        type="submit"
        aria-disabled={busy || !possible}
        aria-busy={busy}
        className="action action-main min-h-14 w-full text-lg"
      >
        {busy && <Spinner />}
        {busy ? t(phase) : t("pay", { amount: formatMoney({ amount: total, currency: "KRW" }, locale) })}
      </button>
    </div>
  );
}

function RefusalNotice({ refusal }: { refusal: Refusal }) {
  const t = useTranslations("refusals");
  const way = wayOut(refusal);
  return (
    <div className="mb-3 max-h-[40dvh] animate-arrive overflow-y-auto">
      <Notice look={refusal.code === "canceled" ? "notice" : "danger"}>
        <p>{t(`words.${refusal.code}`)}</p>
        {way && (
          <Link
            href={way.href}
            className="mt-1 inline-flex min-h-9 items-center font-bold underline underline-offset-4"
          >
            {t(`ways.${way.to}`)}
          </Link>
        )}
      </Notice>
    </div>
  );
}
