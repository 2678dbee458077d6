"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { SheetSection } from "./sheet-section";
import { agreementId, methodsId, type TossWidget } from "./toss-widget";

/** The places where the gateway draws its methods and agreements; React keeps out of them. */
export function PaymentMethods({ widget }: { widget: TossWidget }) {
  const t = useTranslations("sheet");
  return (
    <SheetSection title={t("payment")}>
      {widget.state === "failed" && (
        <Notice look="danger">
          <p role="alert">{t("widgetFailed")}</p>
          <button type="button" className="action action-quiet mt-3 text-ink" onClick={widget.reload}>
            {t("widgetAgain")}
          </button>
        </Notice>
      )}
      {widget.state === "loading" && (
        <div className="animate-breathe space-y-3" role="status">
          <span className="sr-only">{t("widgetLoading")}</span>
          <div className="h-28 rounded-xl bg-ground" />
          <div className="h-14 rounded-xl bg-ground" />
        </div>
      )}
      <div className={widget.state === "ready" ? "-mx-1" : "h-0 overflow-hidden"}>
        <div id={methodsId} />
        <div id={agreementId} />
      </div>
    </SheetSection>
  );
}
