import { useTranslations } from "next-intl";

/** The stock at or below which the shopper sees how many are left. */
const fewLeft = 5;

/** Shown only if it helps to decide: nothing is left, or little. */
export function StockNote({ stock }: { stock: number }) {
  const t = useTranslations("product");
  if (stock > fewLeft) return null;
  return stock === 0 ? (
    <span className="text-soft">{t("soldOut")}</span>
  ) : (
    <span className="text-danger">{t("fewLeft", { count: stock })}</span>
  );
}
