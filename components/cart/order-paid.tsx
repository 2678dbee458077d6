import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";

type Props = {
  orderNumber: string;
  /** Where this is said: in an empty cart, on the sheet of a bought one, or above what is still to be bought. */
  words: "cart" | "sheet" | "rest";
};

/** The order that the cart had become is paid, and here it is. */
export function OrderPaid({ orderNumber, words }: Props) {
  const t = useTranslations("orderPaid");
  return (
    <div className="mb-8" role="status">
      <Notice look="good">
        <span>{t(words)}</span>{" "}
        <Link href={`/orders/${orderNumber}`} className="font-bold underline underline-offset-4">
          {t("see")}
        </Link>
      </Notice>
    </div>
  );
}
