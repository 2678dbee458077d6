import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";

type Props = {
  orderNumber: string;
  /** Where this is shown: in an empty cart, on the sheet of a purchased one, or above what is left to buy. */
  words: "cart" | "sheet" | "rest";
};

/** Says that the cart's order is paid, with a link to it. */
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
