"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

/** A secret that is shown this once, with a button that copies it. */
export function ShownOnce({ secret, children }: { secret: string; children: string }) {
  const t = useTranslations("desk.account.factor");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <div role="status" className="mt-4 rounded-xl bg-accent-wash px-4 py-3.5 text-accent-deep">
      <p className="leading-relaxed">{children}</p>
      <p className="mt-2 flex flex-wrap items-center gap-3">
        <code className="rounded-lg bg-white px-3 py-2 font-mono text-[0.9375rem] break-all select-all">
          {secret}
        </code>
        <button type="button" className="action action-quiet" onClick={copy}>
          {t(copied ? "copied" : "copy")}
        </button>
      </p>
    </div>
  );
}
