import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { findPath } from "@/lib/contracts/find-path";

type Props = {
  orderNumber: string;
  /**
   * letter: the page was opened from a link in a letter. browser: a payment came back to a browser that did not order.
   */
  why: "letter" | "browser";
};

/** For a viewer who sees only part of an order: how to see all of it and act. */
export function Elsewhere({ orderNumber, why }: Props) {
  const t = useTranslations("wayOn");
  return (
    <div className="mt-6 text-center text-[0.9375rem] text-soft print:hidden">
      <p className="text-balance">{t(why === "letter" ? "fromLetter" : "elsewhere")}</p>
      <Link href={findPath(orderNumber)} className="action action-quiet mt-4 text-ink">
        {t("find")}
      </Link>
    </div>
  );
}
