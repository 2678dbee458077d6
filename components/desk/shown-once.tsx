"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { CopyButton } from "@/components/ui/copy-button";

/** A secret that is shown only this once, with a button that copies it. */
export function ShownOnce({ secret, children }: { secret: string; children: string }) {
  const t = useTranslations("desk.copying");
  const id = useId();
  return (
    <div className="mt-4 rounded-xl bg-accent-wash px-4 py-3.5 text-accent-deep">
      <p role="status" className="leading-relaxed">
        {children}
      </p>
      <p className="mt-2 flex flex-wrap items-center gap-3">
        <code
          id={id}
          className="rounded-lg bg-white px-3 py-2 font-mono text-[0.9375rem] break-all select-all"
        >
          {secret}
        </code>
        <CopyButton
          text={secret}
          shownIn={id}
          look="quiet"
          words={{ copy: t("copy"), copied: t("copied"), selected: t("selected") }}
        />
      </p>
    </div>
  );
}
