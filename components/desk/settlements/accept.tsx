"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Act } from "../order/act";

type Props = {
  month: string;
  /** The difference's key. */
  difference: string;
  /** What it is about, for its accessible name. */
  about: string;
  /** What accepting it does. */
  children: ReactNode;
};

/** Accepts a difference, with a note on what staff found. */
export function Accept({ month, difference, about, children }: Props) {
  const t = useTranslations("deskSettlementActs.accept");
  return (
    <details className="min-w-56">
      <summary className="cursor-pointer py-2 underline" aria-label={t("actOf", { about })}>
        {t("act")}
      </summary>
      <div className="mt-2 grid gap-3 text-left">
        <p className="text-soft">{children}</p>
        <Act
          id={`accept-${difference}`}
          path="/admin/api/settlements/accept"
          words={t("act")}
          asks={t("note")}
          input={(note) => ({ month, difference, note })}
        />
      </div>
    </details>
  );
}
