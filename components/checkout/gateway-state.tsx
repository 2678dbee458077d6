"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { GatewayPart } from "./gateway-part";

/** What the shopper sees of the gateway while it is not there. */
export function GatewayState({ part: { state, draws, reload } }: { part: GatewayPart }) {
  const t = useTranslations("sheet");
  if (state === "ready") return null;
  if (state === "failed")
    return (
      <Notice look="danger">
        <p role="alert">{t("widgetFailed")}</p>
        <button type="button" className="action action-quiet mt-3 text-ink" onClick={reload}>
          {t("widgetAgain")}
        </button>
      </Notice>
    );
  return (
    <div role="status" className={draws || state === "slow" ? "" : "sr-only"}>
      <span className={state === "slow" ? "mb-3 block text-[0.9375rem] text-soft" : "sr-only"}>
        {t(state === "slow" ? "widgetSlow" : "widgetLoading")}
      </span>
      {draws && <Skeleton />}
    </div>
  );
}

/** About as tall as what comes in its place, so that little moves. */
function Skeleton() {
  return (
    <div className="animate-breathe space-y-3" aria-hidden="true">
      <div className="h-12 rounded-xl bg-ground" />
      <div className="h-60 rounded-xl bg-ground sm:h-48" />
      <div className="h-52 rounded-xl bg-ground sm:h-32" />
      <div className="h-20 rounded-xl bg-ground" />
    </div>
  );
}
