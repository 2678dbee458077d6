"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { GatewayPart } from "./gateway-part";

/** What the shopper sees while the gateway is not ready. */
export function GatewayState({ part: { state, draws, reload } }: { part: GatewayPart }) {
  const t = useTranslations(draws === "form" ? "sheet.cardForm" : "sheet.methods");
  if (state === "ready") return null;
  if (state === "failed")
    return (
      <Notice look="danger">
        <p role="alert">{t("failed")}</p>
        <button type="button" className="action action-quiet mt-3 text-ink" onClick={reload}>
          {t("again")}
        </button>
      </Notice>
    );
  return (
    <div role="status" className={draws || state === "slow" ? "" : "sr-only"}>
      <span className={state === "slow" ? "mb-3 block text-[0.9375rem] text-soft" : "sr-only"}>
        {t(state === "slow" ? "slow" : "loading")}
      </span>
      {draws && <Skeleton heights={skeletons[draws]} />}
    </div>
  );
}

/** About as tall as what replaces it, so that little moves. */
function Skeleton({ heights }: { heights: readonly string[] }) {
  return (
    <div className="animate-breathe space-y-3" aria-hidden="true">
      {heights.map((height) => (
        <div key={height} className={`rounded-xl bg-ground ${height}`} />
      ))}
    </div>
  );
}

const skeletons = {
  methods: ["h-12", "h-60 sm:h-48", "h-52 sm:h-32", "h-20"],
  form: ["h-18", "h-17", "h-16"],
} as const;
