"use client";

import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { type Refusal, wayOut } from "./refusal";

/**
 * Why it could not be paid, and where to go instead. The element is always present, so that screen readers announce it.
 */
export function RefusalNotice({ refusal }: { refusal: Refusal | undefined }) {
  const t = useTranslations("refusals");
  const way = refusal && wayOut(refusal);
  return (
    <div role="alert" className="empty:hidden">
      {refusal && (
        <div className="max-h-[40dvh] animate-arrive overflow-y-auto">
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
      )}
    </div>
  );
}
