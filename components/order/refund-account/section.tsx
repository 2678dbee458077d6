import { useTranslations } from "next-intl";
import { NeedsScript } from "@/components/ui/needs-script";
import { ClientWords } from "@/i18n/client-words";
import { RefundAccountForm } from "./form";

/** Asks the owner of a deposit that is being refunded for an account. */
export function RefundAccount({ orderNumber }: { orderNumber: string }) {
  const t = useTranslations("refundAccount");
  return (
    <section aria-labelledby="refund-account" className="mb-8 rounded-2xl bg-ground p-5 sm:p-6 print:hidden">
      <h2 id="refund-account" className="text-lg font-bold">
        {t("title")}
      </h2>
      <p className="mt-1 mb-5 leading-relaxed text-soft">{t("lead")}</p>
      <NeedsScript>{t("needsScript")}</NeedsScript>
      <ClientWords of={["refundAccount"]}>
        <RefundAccountForm orderNumber={orderNumber} />
      </ClientWords>
    </section>
  );
}
