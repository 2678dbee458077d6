"use client";

import { useTranslations } from "next-intl";

/** Shown when a page fails to render. It says nothing about money, because it does not know. */
export function Broken({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("error");
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <div role="alert" className="py-24 text-center">
      <title>{t("title")}</title>
      <h1 className="text-2xl font-bold sm:text-3xl">{t("title")}</h1>
      <p className="mx-auto mt-3 max-w-md leading-relaxed text-balance text-soft">{t("advice")}</p>
      <button type="button" className="action action-main mt-8" onClick={retry}>
        {t("again")}
      </button>
      {digest && <p className="mt-8 text-sm text-soft">{t("digest", { digest })}</p>}
    </div>
  );
}
